"""Ratios of both countries -> correlograms, readings of the forecasting formula, forecasts."""

import numpy as np
from files import read_table, write_json, write_table
from multiplier.formula.readings import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
results = by_country(
    ratios,
    **snakemake.params.sample,
    **snakemake.params.arima,
    **snakemake.params.forecast,
    rng=np.random.default_rng(snakemake.params.seed),
)
write_json(results.pop("models"), snakemake.output.models)
for name, frame in results.items():
    write_table(frame, snakemake.output[name])
