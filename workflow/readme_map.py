"""Write the map of README.md from a finished build of the study's vintage: ``python workflow/readme_map.py``."""

from pathlib import Path

from files import read_json, read_table, read_text, write_text
from multiplier.report.readme import result_map, with_map

ROOT = Path(__file__).resolve().parents[1]

found = read_json(str(ROOT / "results/study/provenance.json"))
titles = read_table(str(ROOT / "report/titles.csv"), text=True).to_dict("records")
readme = str(ROOT / "README.md")
write_text(with_map(read_text(readme), result_map(found["items"], titles, found["steps"])), readme)
