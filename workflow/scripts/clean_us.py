"""A FRED-MD vintage and the money stock table -> one checked monthly table and its accounting identities."""

from files import raw_name, read_bytes, read_table, write_table
from multiplier import united_states
from multiplier.accounts import check_identities
from multiplier.cleaning import clean_table
from multiplier.corrections import check_corrections
from multiplier.schemas import FRED_MD, MONEY_STOCK

corrections = check_corrections(read_table(snakemake.input.corrections))
fred_md, money_stock = (
    clean_table(read_bytes(path), table, corrections, raw_name(path))
    for path, table in ((snakemake.input.fred_md, FRED_MD), (snakemake.input.money_stock, MONEY_STOCK))
)
table = united_states.assemble(fred_md, money_stock)
write_table(check_identities(table, united_states.IDENTITIES, corrections), snakemake.output.identities)
write_table(table, snakemake.output.clean)
