# Growth of money, of base money and of the multiplier; money over output.
