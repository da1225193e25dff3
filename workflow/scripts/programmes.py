"""Announcements and weekly holdings -> the purchase programmes, their ends and what the balance sheet took in."""

from files import read_table, write_table
from multiplier.easing.programmes import holdings_changes, programme_ends, programmes

announcements = read_table(snakemake.input.announcements)
weekly = read_table(snakemake.input.federal_reserve).set_index("date")
ends = programme_ends(announcements, weekly, snakemake.params.ends)
table = programmes(announcements, ends)
write_table(ends, snakemake.output.ends)
write_table(table, snakemake.output.programmes)
write_table(holdings_changes(announcements, table, weekly), snakemake.output.holdings)
