"""Ratios of the United States and the euro area's money -> indices and growth in the crisis."""

from files import read_table, write_table
from multiplier.companions.crisis import crisis_growth, crisis_indices

ratios = read_table(snakemake.input.ratios, index="month")
euro_area = read_table(snakemake.input.euro_area, index="month")
write_table(crisis_indices(ratios, euro_area, **snakemake.params.window), snakemake.output.indices)
write_table(crisis_growth(ratios, euro_area, **snakemake.params.window), snakemake.output.growth)
