# Consumer prices and money, 1999 to 2010.
