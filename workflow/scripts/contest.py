"""Outcomes of both countries -> forecasts of every model, their scores, and what the tests can find."""

import numpy as np
from files import read_table, write_table
from multiplier.forecasting.contest import by_country

params = snakemake.params
results = by_country(
    {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")},
    breaks=read_table(snakemake.input.breaks),
    first=params.first,
    holdout=params.contest["holdout"],
    horizons=params.contest["horizons"],
    names=params.contest["models"],
    **params.arima,
    levels=params.levels,
    ratios=params.contest["power"]["rmse_ratios"],
    draws=params.contest["power"]["draws"],
    significance=params.significance,
    rng=np.random.default_rng([params.seed, 54]),  # a stream of its own
)
for name, frame in results.items():
    write_table(frame, snakemake.output[name])
