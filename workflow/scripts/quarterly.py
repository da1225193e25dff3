"""China's cleaned table -> quarterly ratios, correlations, log regression, and paths with a low statutory ratio."""

import numpy as np

from files import read_table, write_table
from multiplier.companions.low_requirement import paths
from multiplier.companions.quarterly import correlations, log_regressions, ratios

params, output = snakemake.params, snakemake.output
windows = params.quarterly["windows"]
quarters = ratios(read_table(snakemake.input.clean, index="month"), **windows["stated"])
rng = np.random.default_rng(params.seed)
write_table(quarters, output.ratios)
write_table(
    correlations(quarters, windows, params.adjustment, params.draws, params.confidence, rng), output.correlations
)
write_table(log_regressions(quarters, windows), output.regression)
write_table(paths(quarters, windows["stated"]["last"], params.quarterly["step"]), output.paths)
