"""Ratios and adjusted series of both countries -> correlations, inference, power, leads and lags, signs by month."""

import numpy as np
from files import read_table, write_table
from multiplier.drivers.evidence import by_country
from multiplier.drivers.correlations import sensitivities

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
tables = by_country(
    ratios,
    read_table(snakemake.input.adjusted),
    **snakemake.params.sample,
    **snakemake.params.drivers,
    significance=snakemake.params.significance,
    rng=np.random.default_rng(snakemake.params.seed),
)
for name, table in tables.items():
    write_table(table, snakemake.output[name])
write_table(sensitivities(ratios, **snakemake.params.sample), snakemake.output.sensitivities)
