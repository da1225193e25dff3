"""Products of two vintages and the raw files that they read differently -> the report of what changed."""

from pathlib import Path

from files import read_json, read_table, read_text, write_bytes, write_json, write_table, write_text
from multiplier.vintages.comparison import Products, compare

inputs, outputs = snakemake.input, snakemake.output
a, b = (
    Products(
        read_json(inputs[f"numbers_{side}"]),
        read_table(inputs[f"claims_{side}"], text=True),
        read_json(inputs[f"computations_{side}"]),
        {Path(path).stem: read_table(path) for path in inputs[f"tables_{side}"]},
        {Path(path).stem: read_table(path) for path in inputs[f"figures_{side}"]},
        {Path(path).stem.removeprefix("ratios_"): read_table(path, "month") for path in inputs[f"ratios_{side}"]},
        read_text(inputs[f"text_{side}"]),
    )
    for side in "ab"
)
raw = {path.removeprefix("data/raw/"): read_table(path, text=True) for path in inputs.raw}
style = "".join(map(read_text, inputs.style))
found = compare(a, b, raw, read_table(inputs.corrections), snakemake.params.chosen, style, read_text(inputs.script))
for name in ("numbers", "decisions", "revisions"):
    write_table(getattr(found, name), outputs[name])
Path(outputs.figures).mkdir(parents=True, exist_ok=True)
for name, picture in found.overlays.items():
    write_bytes(picture, f"{outputs.figures}/{name}.svg")
write_json(found.summary, outputs.summary)
write_text(found.page, outputs.report)
