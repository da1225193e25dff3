"""Ratios of both countries -> bias of the AR(1) coefficient, diagnostics of its residuals."""

import numpy as np
from files import read_table, write_table
from multiplier.formula import bias
from multiplier.formula import diagnostics
from multiplier.formula.arima import readings_of

params = snakemake.params
ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
common = params.sample | {
    "readings": readings_of(params.arima["readings"], params.arima["seasonal_period"]),
    "lags": params.arima["correlogram_lags"],
    "draws": params.arima["bootstrap_draws"],
}
# Streams of their own, so that the draws of other rules stay as they are.
write_table(
    bias.by_country(ratios, **common, **params.bias, rng=np.random.default_rng([params.seed, 51])),
    snakemake.output.bias,
)
write_table(
    diagnostics.by_country(
        ratios,
        **common,
        estimators=params.arima["estimators"],
        settings=params.diagnostics,
        significance=params.significance,
        rng=np.random.default_rng([params.seed, 52]),
    ),
    snakemake.output.diagnostics,
)
