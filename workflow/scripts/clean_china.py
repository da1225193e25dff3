"""Raw tables of China -> one checked monthly table and its accounting identities."""

from files import named_bytes, read_table, write_table
from multiplier.data.china import clean
from multiplier.data.corrections import check_corrections

inputs = snakemake.input
table, identities = clean(
    dict(named_bytes(path) for path in inputs.money_supply),
    {key: named_bytes(inputs[key]) for key in ("authority", "depository", "statutory", "report")},
    check_corrections(read_table(inputs.corrections)),
)
write_table(identities, snakemake.output.identities)
write_table(table, snakemake.output.clean)
