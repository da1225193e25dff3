"""Ratios of both countries -> correlations of drivers and multiplier, and signs month by month."""

import numpy as np
from files import read_table, write_table
from multiplier.drivers import by_country, sensitivities

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
correlations, signs = by_country(
    ratios, **snakemake.params.sample, **snakemake.params.drivers, rng=np.random.default_rng(snakemake.params.seed)
)
write_table(correlations, snakemake.output.correlations)
write_table(signs, snakemake.output.signs)
write_table(sensitivities(ratios, **snakemake.params.sample), snakemake.output.sensitivities)
