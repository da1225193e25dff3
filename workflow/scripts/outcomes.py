"""Tables that hold what came after -> multiplier and ratios of sample and hold-out, and how far they were revised."""

from files import named_bytes, read_table, write_table
from multiplier.data import china
from multiplier.data import united_states
from multiplier.data.corrections import check_corrections
from multiplier.data.outcomes import breaks, outcomes, revisions
from multiplier.ratios import ratios

inputs, params = snakemake.input, snakemake.params
corrections = check_corrections(read_table(inputs.corrections))
first, last = params.sample["first"], params.holdout["last"]
money_supply = dict(map(named_bytes, inputs.get("money_supply")))
accounts = {key: named_bytes(inputs[key]) for key in ("authority", "depository", "statutory", "report")}
clean = {
    "china": china.clean(money_supply, accounts, corrections)[0],
    "us": united_states.clean(named_bytes(inputs.fred_md), named_bytes(inputs.money_stock), corrections)[0],
}
later = {
    country: outcomes(ratios(table, country, **params.definitions[country]), first, last, country)
    for country, table in clean.items()
}
studied = {country: read_table(inputs[f"ratios_{country}"], index="month") for country in later}
for country, table in later.items():
    write_table(table, snakemake.output[country])
files = {
    "china": [*money_supply, *(name for name, _ in accounts.values())],
    "us": [named_bytes(inputs[key])[0] for key in ("fred_md", "money_stock")],
}
write_table(breaks(corrections, files, clean, params.holdout), snakemake.output.breaks)
write_table(revisions(later, studied, **params.sample), snakemake.output.revisions)
