"""Ratios of both countries -> tests of drift and season of the multiplier, with their power."""

import numpy as np
from files import read_table, write_table
from multiplier.trends import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
rng = np.random.default_rng([snakemake.params.seed, 56])  # a stream of its own
write_table(by_country(ratios, **snakemake.params.sample, **snakemake.params.trends, rng=rng), snakemake.output.trends)
