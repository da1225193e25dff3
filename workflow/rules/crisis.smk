# Money, base money and multiplier in the crisis, United States and euro area.
