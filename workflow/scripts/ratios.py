"""Cleaned table of a country -> the multiplier and its ratios."""

from files import read_table, write_table
from multiplier.ratios import ratios

clean = read_table(snakemake.input.clean, index="month")
write_table(ratios(clean, snakemake.wildcards.country, **snakemake.params.definitions), snakemake.output.ratios)
