"""A FRED-MD vintage and the money stock table -> one checked monthly table and its accounting identities."""

from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.united_states import clean

inputs = snakemake.input
table, identities = clean(
    named_bytes(inputs.fred_md), named_bytes(inputs.money_stock), check_corrections(read_table(inputs.corrections))
)
write_table(identities, snakemake.output.identities)
write_table(table, snakemake.output.clean)
