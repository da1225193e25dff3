"""Cleaned figures of China -> the multiplier forecast from its ratios, and what it competes with."""

import numpy as np
from files import read_table, write_table
from multiplier.companions.bottom_up import study

params = snakemake.params
frames = study(
    read_table(snakemake.input.clean, index="month"),
    **params.bottom_up,
    rng=np.random.default_rng([params.seed, 63]),  # a stream of its own
)
for name, frame in frames.items():
    write_table(frame, snakemake.output[name])
