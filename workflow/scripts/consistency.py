"""Printed statements and the list of policy decisions -> what each implies for the others."""

from files import read_table, write_table
from multiplier.claims import checks  # noqa: F401  registers every check
from multiplier.claims.consistency import Printed, consistency

inputs = snakemake.input
printed = Printed(read_table(inputs.claims, text=True).set_index("id"), tuple(read_table(inputs.policy)["date"]))
write_table(consistency(printed), snakemake.output.consistency)
