"""Ratios of China -> breaks of the multiplier; announcements -> the required ratio by date."""

import numpy as np
from files import named_bytes, read_table, write_table
from multiplier.companions.regimes import by_window
from multiplier.data.reserve_requirements import announcements

params, output = snakemake.params, snakemake.output
tables = by_window(
    read_table(snakemake.input.ratios, index="month")["multiplier"],
    windows=params.regimes["windows"],
    crisis=params.crisis,
    settings=params.regimes,
    confidence=params.confidence,
    significance=params.significance,
    rng=np.random.default_rng([params.seed, 62]),  # a stream of its own
)
for name, frame in tables.items():
    write_table(frame, output[name])
dated = announcements(*named_bytes(snakemake.input.statutory))
write_table(dated.set_axis(dated.index.strftime("%Y-%m-%d").rename("date")), output.reserve_requirements)
