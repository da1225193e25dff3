"""Prices, China's monthly table and all vintages of money -> correlograms, the search for the sample, correlations."""

from pathlib import PurePosixPath

import numpy as np
from files import named_bytes, read_table, write_table
from multiplier.companions.prices import study
from multiplier.data.china import clean_money_supply
from multiplier.data.corrections import check_corrections

inputs, params, output = snakemake.input, snakemake.params, snakemake.output
corrections = check_corrections(read_table(inputs.corrections))
files = dict(map(named_bytes, inputs.get("money_supply")))
claims = read_table(inputs.claims, text=True).set_index("id")["printed"]
tables = study(
    read_table(inputs.cycle, index="month"),
    read_table(inputs.china, index="month"),
    {PurePosixPath(path).stem: clean_money_supply({path: data}, corrections) for path, data in files.items()},
    params.authority["china/monetary_authority"][0],
    {key: claims[identifier] for key, identifier in params.printed.items()},
    params.base,
    **params.prices,
    offset=params.offset,
    draws=params.draws,
    confidence=params.confidence,
    tests=params.tests,
    rng=np.random.default_rng(params.seed),
)
for name, table in tables.items():
    write_table(table, output[name])
