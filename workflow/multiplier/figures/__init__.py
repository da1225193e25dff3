"""Figures: one module per picture, each with ``draw(tables, options) -> (figure, plotted data)``.

The plotted data are exactly what is drawn; they are written beside the picture.
"""
