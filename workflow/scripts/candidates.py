"""All vintages of both countries -> every candidate value of the quantities that studies print."""

from files import raw_name, read_bytes, read_table, write_table
from multiplier.candidates import search
from multiplier.corrections import check_corrections

files = {
    table: {raw_name(path): read_bytes(path) for path in snakemake.input.get(table)}
    if table in ("money_supply", "fred_md")
    else (raw_name(snakemake.input[table]), read_bytes(snakemake.input[table]))
    for table in ("money_supply", "authority", "depository", "statutory", "report", "fred_md", "money_stock")
}
corrections = check_corrections(read_table(snakemake.input.corrections))
write_table(search(files, corrections, **snakemake.params.window), snakemake.output.candidates)
