# Quantitative easing: programmes, yields, balance sheets, reserves.
