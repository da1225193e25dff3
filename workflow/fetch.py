"""Add a new vintage of a table to data/raw: fetch it from its publisher, check it, write it with its manifest row.

    python workflow/fetch.py us/fred_md 2024-04
    python workflow/fetch.py us/money_stock --as-of 2024-04-30
    python workflow/fetch.py china/money_supply 2024-04 --from 2008

Nothing is overwritten, and a vintage that fails a check leaves no trace.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from gate import GateError
from multiplier import DataError
from sources import FetchError, catalogue

ROOT = Path(__file__).resolve().parents[1]
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1900, 2200


EPILOG = """\
VINTAGE is the month in which the figures stood like this. Left out, it is what the source says: of FRED-MD the month
after the last row of the current file; of FRED with a key the month of --as-of, or of the latest update of a series.
The other sources do not say, so it must be given; it is never taken from this machine's clock.

FRED's API key is read from the environment variable FRED_API_KEY; without it FRED gives today's figures only.

The tables: {tables}.
"""


def _month(text: str) -> str:
    if not MONTH.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a month; write it as 2024-04")
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2024-04-30") from None


def _reason(text: str) -> str:
    if not text.strip(" .;:"):
        raise argparse.ArgumentTypeError("the reason is empty; say why the revisions are accepted")
    return text


def _number(kind: type[int] | type[float], low: float, high: float) -> Callable[[str], float]:
    """Return what reads an option's number, ``low`` to ``high``."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a number from {low:g} to {high:g}")
        return number

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python workflow/fetch.py",
        description="Fetch a new vintage of a table, check it, and add it to data/raw with its row of the manifest.",
        epilog=EPILOG.format(tables=", ".join(catalogue.TABLES)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("table", metavar="TABLE", help="country/table, such as us/fred_md")
    parser.add_argument("vintage", metavar="VINTAGE", nargs="?", type=_month, help="YYYY-MM; see below")
    parser.add_argument("--source", metavar="ROUTE", help="where to take it from: fred, fred_md, pboc or dbnomics")
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", type=_date, help="figures as they stood at this date (FRED)")
    parser.add_argument(
        "--unit",
        metavar="COLUMN=UNIT",
        action="append",
        default=[],
        help='the unit that the publisher now uses, such as "BOGMBASE=billion dollars"; converted, noted; repeatable',
    )
    parser.add_argument(
        "--acknowledge",
        metavar="REASON",
        type=_reason,
        help="accept revisions beyond the limit, with the reason for the manifest",
    )
    parser.add_argument(
        "--page",
        metavar="URL_OR_FILE",
        action="append",
        default=[],
        help="a yearly table of the People's Bank of China; repeatable; without it they are looked up",
    )
    parser.add_argument(
        "--from",
        dest="first_year",
        metavar="YEAR",
        type=_number(int, FIRST_YEAR, LAST_YEAR),
        help="first year to take",
    )
    parser.add_argument("--dry-run", action="store_true", help="do everything but the writing; print row and revisions")
    parser.add_argument("--mirror", metavar="URL", help="take <URL>/<host>/<path> for each address")
    parser.add_argument(
        "--attempts", metavar="N", type=_number(int, 1, 100), default=5, help="requests at most (default: 5)"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_number(float, 0.01, 3600),
        default=30,
        help="for each read (default: 30)",
    )
    parser.add_argument(
        "--pause",
        metavar="SECONDS",
        type=_number(float, 0, 3600),
        default=1,
        help="before the first repeat, doubled at each (default: 1)",
    )
    parser.add_argument("--progress", action="store_true", default=None, help="show the bar also where no terminal is")
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw", help=argparse.SUPPRESS)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; 0 if the vintage was added, 1 with one sentence on standard error if not."""
    arguments = _parser().parse_args(words)
    try:
        catalogue.route(arguments.table, arguments.source)
        # Imported here: --help and a wrong name need not wait for pandas.
        from sources.adding import add_vintage

        add_vintage(arguments, ROOT)
    except (FetchError, GateError, DataError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(
            f"error: the package {error.name} is not installed for this Python; run `make paper` once, then "
            "`. .venv/bin/activate`, and try again.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; nothing was added to data/raw.", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"error: {error.filename or 'data'}: {error.strerror or error}; nothing was added to data/raw.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
