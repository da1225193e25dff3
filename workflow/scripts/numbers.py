"""Tables of results -> every number of the paper's text."""

from files import read_table, write_json
from multiplier.report.number import as_records
from multiplier.report.numbers import paper_numbers

dated = ("ratios_china", "ratios_us")
tables = {
    name: read_table(path, index="month" if name in dated else None, text=name in ("claims", "printed"))
    for name, path in snakemake.input.items()
    if name != "code"
}
write_json(
    as_records(paper_numbers(tables, snakemake.params.settings), snakemake.params.sources), snakemake.output.numbers
)
