"""Money and output of China and the United States -> M2 over GDP by quarter, and its growth."""

from files import named_bytes, read_table, write_table
from multiplier.companions.monetisation import break_quarters, growth, money_over_output
from multiplier.data.cleaning import clean_table
from multiplier.data.corrections import check_corrections
from multiplier.data.schemas import MONEY_STOCK

inputs, params = snakemake.input, snakemake.params
corrections = check_corrections(read_table(inputs.corrections))
name, data = named_bytes(inputs.money_stock)
table = money_over_output(
    read_table(inputs.ratios, index="month")["m2"],
    read_table(inputs.cycle, index="month")["gdp"],
    clean_table(data, MONEY_STOCK, corrections, name)["M2SL"],
    read_table(inputs.world_output),
)
pinned = [f"{money}/{vintage}.csv" for money, vintages in params.money_supply.items() for vintage in vintages]
write_table(table, snakemake.output.monetisation)
write_table(growth(table, break_quarters(corrections, pinned, table.index), params.windows), snakemake.output.growth)
