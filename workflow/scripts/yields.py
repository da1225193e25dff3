"""H.15 yields and the table of announcements -> checked tables."""

from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.events import announcements
from multiplier.data.yields import clean_yields

inputs, output = snakemake.input, snakemake.output
corrections = check_corrections(read_table(inputs.corrections))
write_table(clean_yields(*named_bytes(inputs.yields), corrections), output.yields)
write_table(announcements(*named_bytes(inputs.policy)), output.announcements)
