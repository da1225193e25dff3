"""Ratios of China -> growth of money by source, correlations by window, the multiplier's trend, definition search."""

import numpy as np
from files import named_bytes, read_table, write_table
from multiplier.companions.growth import accounts, by_end, by_year, correlations, search, trends
from multiplier.data.china import clean
from multiplier.data.corrections import check_corrections

inputs, params, output = snakemake.input, snakemake.params, snakemake.output
ratios = read_table(inputs.ratios, index="month")
corrections = check_corrections(read_table(inputs.corrections))
files = {key: named_bytes(inputs[key]) for key in ("authority", "depository", "statutory", "report")}
vintages = {
    path.rpartition("/")[2].removesuffix(".csv"): clean({path: data}, files, corrections)[0]
    for path, data in map(named_bytes, inputs.money_supply)
}
rng = np.random.default_rng([params.seed, 61])  # a stream of its own
table = accounts(ratios)
write_table(table, output.accounts)
write_table(by_year(table), output.years)
write_table(correlations(table, params.growth["windows"], params.draws, params.confidence, rng), output.correlations)
write_table(by_end(ratios, params.growth["ends"]), output.by_end)
write_table(search(vintages, params.growth["ends"]), output.search)
write_table(
    trends(ratios["multiplier"], params.growth["trends"], params.significance, params.draws, rng), output.trends
)
