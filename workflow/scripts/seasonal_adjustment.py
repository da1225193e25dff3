"""Ratios of both countries -> multiplier and drivers without their season, by X-13 and by STL."""

from files import read_table, write_table
from multiplier.drivers.seasonal_adjustment import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
write_table(by_country(ratios, **snakemake.params.adjustment), snakemake.output.adjusted)
