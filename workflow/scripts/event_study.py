"""Yields and announcements -> changes around announcements, and on random days."""

from files import read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.yields import breaks
from multiplier.easing.event_study import changes, event_changes
from multiplier.easing.placebo import event_study

inputs, params, output = snakemake.input, snakemake.params, snakemake.output
rows = read_table(inputs.announcements)
corrections = check_corrections(read_table(inputs.corrections))
change = changes(read_table(inputs.yields).set_index("date"), breaks(params.corrected, corrections))
study, orderings = event_study(rows, change, **params.placebo, seed=params.seed)
write_table(event_changes(rows, change), output.event_changes)
write_table(study, output.event_study)
write_table(orderings, output.orderings)
