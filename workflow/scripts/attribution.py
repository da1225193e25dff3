"""Ratios of both countries -> decompositions over windows and a rolling year, and counterfactual paths."""

from files import read_table, write_table
from multiplier.attribution.contributions import attribution, rolling
from multiplier.attribution.counterfactuals import counterfactuals

params = snakemake.params
ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
windows = {**params.windows, "sample": params.sample}
write_table(attribution(ratios, windows), snakemake.output.attribution)
write_table(rolling(ratios, **params.sample, months=params.attribution["rolling_months"]), snakemake.output.rolling)
write_table(
    counterfactuals(ratios, **params.sample, frozen_at=params.attribution["frozen_at"]),
    snakemake.output.counterfactuals,
)
