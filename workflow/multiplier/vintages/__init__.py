"""Two vintages of the results held against each other: numbers, decisions, the raw revisions behind them, figures."""
