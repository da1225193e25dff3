"""Ratios of a user's country, beside those of China and the United States -> every table that they allow."""

import numpy as np
from files import read_table, write_table
from multiplier.one_country import study

inputs, params = snakemake.input, dict(snakemake.params.items())
seed = params.pop("seed")
tables = study(
    snakemake.wildcards.area,
    read_table(inputs.own, index="month"),
    {country: read_table(inputs[country], index="month") for country in ("china", "us")},
    **params,
    trend_rng=np.random.default_rng([seed, 56]),  # the streams of the paper's tables
    formula_rng=np.random.default_rng(seed),
)
for name, frame in tables.items():
    write_table(frame, snakemake.output[name])
