"""Every vintage of the money supply and China's accounts -> the coefficients of every reading of the regression."""

from pathlib import Path

from files import named_bytes, read_table, write_table
from multiplier.companions.k2_search import search
from multiplier.data.china import clean_money_supply
from multiplier.data.corrections import check_corrections
from multiplier.data.reserve_requirements import announcements

inputs, params = snakemake.input, snakemake.params
corrections = check_corrections(read_table(inputs.corrections))
vintages = {Path(path).stem: clean_money_supply(dict([named_bytes(path)]), corrections) for path in inputs.money_supply}
announced = announcements(*named_bytes(inputs.statutory))
clean = read_table(inputs.clean, index="month")
write_table(search(clean, vintages, announced, params.first, params.last, params.without), snakemake.output.candidates)
