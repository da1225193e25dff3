"""Tables of tests and of their power -> one decision a statement of the study, with the power beside it."""

from files import read_table, write_table
from multiplier.decisions import decisions

tables = {name: read_table(path) for name, path in snakemake.input.items() if name != "code"}
write_table(decisions(tables, **snakemake.params.chosen), snakemake.output.decisions)
