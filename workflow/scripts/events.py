"""Announcement tables -> policy dates."""

from files import named_bytes, write_table
from multiplier.data.events import events

write_table(
    events(named_bytes(snakemake.input.statutory), named_bytes(snakemake.input.policy)), snakemake.output.events
)
