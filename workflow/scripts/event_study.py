"""H.15 yields and the table of announcements -> checked tables, and the yields' breaks applied to daily changes."""

from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.events import announcements
from multiplier.data.yields import breaks, clean_yields
from multiplier.easing.event_study import changes, event_changes
from multiplier.easing.placebo import event_study

inputs, params, output = snakemake.input, snakemake.params, snakemake.output
corrections = check_corrections(read_table(inputs.corrections))
name, data = named_bytes(inputs.yields)
yields = clean_yields(name, data, corrections)
rows = announcements(*named_bytes(inputs.policy))
change = changes(yields, breaks(name, corrections))
study, orderings = event_study(rows, change, **params.placebo, seed=params.seed)
write_table(yields, output.yields)
write_table(rows, output.announcements)
write_table(event_changes(rows, change), output.event_changes)
write_table(study, output.event_study)
write_table(orderings, output.orderings)
