"""Raw tables of China -> one checked monthly table and its accounting identities."""

from files import raw_name, read_bytes, read_table, write_table
from multiplier import china
from multiplier.cleaning import clean_table
from multiplier.corrections import check_corrections
from multiplier.schemas import DEPOSITORY_CORPORATIONS, MONETARY_AUTHORITY, MONETARY_POLICY_REPORT

corrections = check_corrections(read_table(snakemake.input.corrections))


def clean(path, table):
    return clean_table(read_bytes(path), table, corrections, raw_name(path))


money_supply = china.clean_money_supply(
    {raw_name(path): read_bytes(path) for path in snakemake.input.money_supply}, corrections
)
authority = clean(snakemake.input.authority, MONETARY_AUTHORITY)
depository = clean(snakemake.input.depository, DEPOSITORY_CORPORATIONS)
report = clean(snakemake.input.report, MONETARY_POLICY_REPORT)
statutory = china.statutory_ratio(
    read_bytes(snakemake.input.statutory), money_supply.index, raw_name(snakemake.input.statutory)
)
table = china.assemble(money_supply, authority, depository, statutory, report)
write_table(china.identities(table, authority, depository, corrections), snakemake.output.identities)
write_table(table, snakemake.output.clean)
