"""All vintages of both countries -> every candidate value of the quantities that studies print."""

from files import named_bytes, read_table, write_table
from multiplier.search.quantities import search
from multiplier.data.corrections import check_corrections

inputs = snakemake.input
files = {key: dict(map(named_bytes, inputs.get(key))) for key in ("money_supply", "fred_md")} | {
    key: named_bytes(inputs[key])
    for key in ("authority", "depository", "statutory", "report", "money_stock", "biweekly")
}
corrections = check_corrections(read_table(inputs.corrections))
params = snakemake.params
write_table(search(files, corrections, **params.window, published=params.published), snakemake.output.candidates)
