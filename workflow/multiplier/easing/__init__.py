"""Quantitative easing: programmes, the response of yields, balance sheets and reserves."""
