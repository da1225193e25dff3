"""Ratios of both countries -> ARIMA orders ranked by AICc."""

from files import read_table, write_table
from multiplier.formula.order_search import by_country

params = snakemake.params
ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
write_table(by_country(ratios, **params.sample, period=params.period, **params.grid), snakemake.output.orders)
