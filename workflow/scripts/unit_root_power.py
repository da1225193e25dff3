"""Ratios of both countries -> size and power of the unit root tests, and what the simulation takes from the data."""

import numpy as np
from files import read_table, write_table
from multiplier.unit_roots.power import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
rng = np.random.default_rng([snakemake.params.seed, 55])  # each rule has a stream of its own
cells, calibrations = by_country(ratios, **snakemake.params.sample, **snakemake.params.power, rng=rng)
write_table(cells, snakemake.output.power)
write_table(calibrations, snakemake.output.calibration)
