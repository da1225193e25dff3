# The multiplier regressed on its own components, 2000 to 2009.
