"""Counts of verdicts -> the lines that `snakemake claims` prints."""

from files import read_table
from multiplier.claims.summary import counts_as_text

print(counts_as_text(read_table(snakemake.input.counts)))
