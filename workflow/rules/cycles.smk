# Turning points and leads of the multiplier and of inflation.
