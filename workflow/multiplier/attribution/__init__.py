"""What moved M2 and the multiplier: exact decompositions and frozen paths."""
