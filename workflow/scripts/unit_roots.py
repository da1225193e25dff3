"""Ratios of both countries -> unit root tests of the multiplier and its drivers, and where they conflict."""

from files import read_table, write_table
from multiplier.unit_roots.conflicts import conflicts
from multiplier.unit_roots.table import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
tests = by_country(ratios, **snakemake.params.sample, **snakemake.params.tests)
write_table(tests, snakemake.output.unit_roots)
write_table(conflicts(tests, **snakemake.params.conflicts), snakemake.output.conflicts)
