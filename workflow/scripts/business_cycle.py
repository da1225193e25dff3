"""Consumer prices and gross domestic product of China -> inflation and growth, month by month."""

from files import named_bytes, read_table, write_table
from multiplier.data.business_cycle import business_cycle
from multiplier.data.cleaning import clean_series
from multiplier.data.corrections import check_corrections
from multiplier.data.schemas import CPI, GDP

inputs = snakemake.input
corrections = check_corrections(read_table(inputs.corrections))
cpi, gdp = (
    clean_series(*named_bytes(path), schema, corrections) for path, schema in ((inputs.cpi, CPI), (inputs.gdp, GDP))
)
write_table(business_cycle(cpi, gdp), snakemake.output.cycle)
