"""Results of the build -> a verdict on every claim."""

import pandas as pd
from files import named_bytes, read_table, write_table
from multiplier.data.business_cycle import gdp_growth, inflation
from multiplier.claims.evidence import Evidence
from multiplier.claims.ledger import counts, ledger
from multiplier.claims.ma_bai import CLAIMS
from multiplier.data.cleaning import clean_series
from multiplier.data.corrections import check_corrections
from multiplier.data.schemas import CPI, GDP

inputs, params = snakemake.input, snakemake.params
corrections = check_corrections(read_table(inputs.corrections))
cpi, gdp = (
    clean_series(*named_bytes(path), schema, corrections) for path, schema in ((inputs.cpi, CPI), (inputs.gdp, GDP))
)
plain = ("drivers", "unit_roots", "correlogram", "arima", "stability", "changes")
candidates = read_table(inputs.candidates)
evidence = Evidence(
    china=read_table(inputs.china, index="month"),
    us=read_table(inputs.us, index="month"),
    candidates=candidates.assign(month=pd.PeriodIndex(candidates["month"], freq="M")),
    **{name: read_table(inputs[name]) for name in plain},
    cpi=inflation(cpi),
    gdp=gdp_growth(gdp),
    **params.sample,
    china_vintage=params.vintages["china/money_supply"][0],
    us_vintage=params.vintages["us/fred_md"][0],
    definitions=params.definitions,
    offset=params.claims["month_offset"],
    headline_rule=params.headline_rule,
)
table = ledger(
    read_table(inputs.claims, text=True),
    params.claims["studies"],
    CLAIMS,
    evidence,
    params.claims["close_percent"],
)
write_table(table, snakemake.output.claims)
write_table(counts(table), snakemake.output.counts)
print(counts(table).to_string(index=False))
