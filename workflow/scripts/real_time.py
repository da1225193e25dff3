"""Every archived vintage of both countries -> headline numbers, their spread, when each was knowable, random walks."""

import numpy as np
from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.real_time.tables import by_country

inputs = snakemake.input
tables = by_country(
    {country: dict(map(named_bytes, inputs[key])) for country, key in (("china", "money_supply"), ("us", "fred_md"))},
    named_bytes(inputs.authority),
    check_corrections(read_table(inputs.corrections)),
    **snakemake.params.real_time,
    rng=np.random.default_rng([snakemake.params.seed, 64]),  # a stream of its own
)
for name, table in tables.items():
    write_table(table, snakemake.output[name])
