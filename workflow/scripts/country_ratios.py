"""A user's two files -> multiplier, money and base of the months that both have, with growth."""

from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.money_and_base import clean

inputs = snakemake.input
corrections = check_corrections(read_table(inputs.corrections))
ratios = clean(named_bytes(inputs.money), named_bytes(inputs.base), snakemake.params.factors, corrections)
write_table(ratios, snakemake.output.ratios)
