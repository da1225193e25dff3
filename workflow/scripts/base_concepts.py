"""Candidates of the definition search -> the American multiplier over each concept of the base."""

from files import read_table, write_table
from multiplier.base_concepts import by_base

claims = read_table(snakemake.input.claims, text=True).set_index("id").loc[snakemake.params.printed]
printed = {row["month"]: (float(row["printed"]), int(row["decimals"])) for _, row in claims.iterrows()}
months = dict(sorted((printed | {snakemake.params.index_month: None}).items()))
write_table(by_base(read_table(snakemake.input.candidates), months), snakemake.output.bases)
