"""Interactive views of the figures: what a finished figure draws, read from it and written as Vega-Lite.

A view holds the same numbers as the printed figure because it is read from it; no table is read a second time.
"""
