"""Ratios of both countries -> regressions of the multiplier on its own components."""

from files import read_table, write_table
from multiplier.drivers.identity_regressions import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
table = by_country(ratios, **snakemake.params.sample, **snakemake.params.test)
write_table(table, snakemake.output.regressions)
