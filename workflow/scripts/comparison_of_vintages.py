"""Products of two vintages and the raw files that they read differently -> the report of what changed."""

from pathlib import Path

from files import read_json, read_table, read_text, write_bytes, write_json, write_table, write_text
from multiplier.vintages.comparison import Products, compare


def products(side):
    """Return what the vintage ``side``, a or b, computed."""
    return Products(
        read_json(inputs[f"numbers_{side}"]),
        read_table(inputs[f"claims_{side}"], text=True),
        read_json(inputs[f"computations_{side}"]),
        {Path(path).stem: read_table(path) for path in inputs[f"tables_{side}"]},
        {Path(path).stem: read_table(path) for path in inputs[f"figures_{side}"]},
        {Path(path).stem.removeprefix("ratios_"): read_table(path, "month") for path in inputs[f"ratios_{side}"]},
        read_text(inputs[f"text_{side}"]),
    )


inputs, outputs = snakemake.input, snakemake.output
raw = {path.removeprefix("data/raw/"): read_table(path, text=True) for path in inputs.raw}
style = "".join(read_text(path) for path in inputs.style)
found = compare(
    products("a"),
    products("b"),
    raw,
    read_table(inputs.corrections),
    snakemake.params.chosen,
    style,
    read_text(inputs.script),
)
for name in ("numbers", "decisions", "revisions"):
    write_table(getattr(found, name), outputs[name])
for name, picture in found.overlays.items():
    write_bytes(picture, f"{outputs.figures}/{name}.svg")
Path(outputs.figures).mkdir(exist_ok=True)
write_json(found.summary, outputs.summary)
write_text(found.page, outputs.report)
