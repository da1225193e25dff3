"""Definitions of the studies -> printed and derived formulas, derivatives with signs, and the map between them."""

from files import read_table, write_table
from multiplier.algebra.tables import derivatives, formulas, readings

output = snakemake.output
claims = read_table(snakemake.input.claims, text=True)
write_table(formulas(dict(zip(claims["id"], claims["study"], strict=True))), output.formulas)
write_table(derivatives(), output.derivatives)
write_table(readings(), output.readings)
