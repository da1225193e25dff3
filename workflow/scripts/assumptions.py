"""The library's code -> the economic assumptions marked in it."""

from pathlib import Path

import pandas as pd
from files import read_text, write_table
from multiplier.report.assumptions import assumptions

library = {Path(path).stem: read_text(path) for path in snakemake.input.library}
write_table(pd.DataFrame(assumptions(library), columns=["module", "assumption"]), snakemake.output.assumptions)
