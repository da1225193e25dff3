"""Ratios of both countries -> tests of a stable formula, their power, recursive estimates."""

import numpy as np
from files import read_table, write_table
from multiplier.formula.arima import readings_of
from multiplier.formula.break_tests import by_country

params = snakemake.params
tables = by_country(
    {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")},
    **params.sample,
    readings=readings_of(params.arima["readings"], params.arima["seasonal_period"]),
    break_month=params.crisis["first"],
    settings=params.stability,
    significance=params.significance,
    draws=params.arima["bootstrap_draws"],
    rng=np.random.default_rng([params.seed, 53]),  # a stream of its own beside that of rule arima
)
for name, frame in tables.items():
    write_table(frame, snakemake.output[name])
