"""China's ratios and prices -> turning points, concordance, leads and lags of multiplier and inflation."""

import numpy as np
from files import read_table, write_table
from multiplier.companions.cycles import study

inputs, params = snakemake.input, snakemake.params
tables = study(
    read_table(inputs.china, index="month"),
    read_table(inputs.cycle, index="month"),
    **params.cycles,
    draws=params.draws,
    confidence=params.confidence,
    rng=np.random.default_rng(params.seed),
)
for name, table in tables.items():
    write_table(table, snakemake.output[name])
