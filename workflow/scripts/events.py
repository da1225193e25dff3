"""Announcement tables -> policy dates."""

from files import raw_name, read_bytes, write_table
from multiplier.events import events

ratio, policy = snakemake.input.statutory, snakemake.input.policy
write_table(
    events(read_bytes(ratio), raw_name(ratio), read_bytes(policy), raw_name(policy)), snakemake.output.events
)
