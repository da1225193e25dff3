"""Balance sheets of three central banks and the euro area's M3 -> checked tables, and assets over output."""

from files import named_bytes, read_table, write_table
from multiplier.data.central_banks import central_bank_assets, euro_area_m3, federal_reserve
from multiplier.data.corrections import check_corrections
from multiplier.easing.balance_sheets import assets_over_output

inputs, output = snakemake.input, snakemake.output
corrections = check_corrections(read_table(inputs.corrections))
weekly = federal_reserve(named_bytes(inputs.federal_reserve), corrections)
assets = central_bank_assets(weekly, named_bytes(inputs.ecb), named_bytes(inputs.boj), corrections)
m3 = euro_area_m3(named_bytes(inputs.m3), corrections)
write_table(weekly, output.federal_reserve)
write_table(assets, output.assets)
write_table(m3.to_frame().join(assets["ecb"].rename("ecb_assets")), output.euro_area)
write_table(assets_over_output(assets, read_table(inputs.gdp).set_index("quarter")), output.over_output)
