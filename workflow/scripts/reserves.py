"""Money stock, ratios and the biweekly base -> reserves by month, and when base money rose and the multiplier fell."""

from files import named_bytes, read_table, write_table
from multiplier.data.cleaning import clean_table
from multiplier.data.corrections import check_corrections
from multiplier.data.schemas import MONEY_STOCK
from multiplier.data.united_states import biweekly_base
from multiplier.easing.programmes import first_held
from multiplier.easing.reserves import reserves, share_by_date, turning_dates

inputs, params = snakemake.input, snakemake.params
corrections = check_corrections(read_table(inputs.corrections))
name, data = named_bytes(inputs.money_stock)
yields = read_table(inputs.yields).set_index("date")
weekly = read_table(inputs.federal_reserve).set_index("date")
marks = turning_dates(read_table(inputs.announcements), first_held(weekly, "mortgage_backed_securities"))
write_table(reserves(clean_table(data, MONEY_STOCK, corrections, name), yields), snakemake.output.reserves)
base = biweekly_base(*named_bytes(inputs.biweekly))
ratios = read_table(inputs.ratios, index="month")
write_table(share_by_date(ratios, base, marks, **params.window), snakemake.output.shares)
