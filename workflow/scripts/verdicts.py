"""Results of the build -> a verdict on every claim, and how each was computed."""

from files import read_table, write_json, write_table
from multiplier.claims import studies  # noqa: F401  registers every claim
from multiplier.claims.evidence import Evidence
from multiplier.claims.ledger import counts, ledger, missing_series
from multiplier.claims.registry import CLAIMS

inputs, params, output = snakemake.input, snakemake.params, snakemake.output
printed = read_table(inputs.claims, text=True)
tables = {name: read_table(path) for name, path in inputs.items() if name not in ("claims", "code")}
evidence = Evidence(tables=tables, printed=printed.set_index("id"), **params.evidence)
decided = ledger(printed, CLAIMS, evidence, params.close_percent)
write_table(decided.table, output.claims)
write_table(decided.searches, output.searches)
write_table(counts(decided.table), output.counts)
write_table(missing_series(decided), output.missing)
write_json(decided.computations, output.computations)
