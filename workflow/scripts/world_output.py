"""Raw table of nominal GDP abroad -> one checked quarterly table."""

from files import named_bytes, read_table, write_table
from multiplier.data.corrections import check_corrections
from multiplier.data.world import world_output

corrections = check_corrections(read_table(snakemake.input.corrections))
write_table(world_output(*named_bytes(snakemake.input.gdp), corrections), snakemake.output.world_output)
