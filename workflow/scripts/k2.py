"""China's cleaned table -> K2 and its ratios, and K2 regressed on them."""

from files import read_table, write_table
from multiplier.companions.k2 import regressions, stated

params, output = snakemake.params, snakemake.output
clean = read_table(snakemake.input.clean, index="month")
window = params.windows["stated"]
write_table(stated(clean).loc[window["first"] : window["last"]], output.ratios)
write_table(regressions(clean, params.windows, params.without), output.regression)
