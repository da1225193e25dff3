"""FRED-MD files of vintages that data/raw does not have: the last one's figures, revised a little, and months more."""

from __future__ import annotations

import csv
from pathlib import Path

from replay.answers import Answer, Request, Route

RAW = Path(__file__).resolve().parents[3] / "data" / "raw" / "us"
FOLDER = "/www.stlouisfed.org/-/media/project/frbstl/stlouisfed/research/fred-md/monthly/"
BASE = "2024-03"
SERIES = ["M1SL", "M2SL", "AMBSL", "BOGMBASE", "TOTRESNS", "NONBORRES"]
REVISED = 1.001  # M2SL of the last three months
GROWTH = 1.002  # of each further month over the one before


def figures(vintage: str) -> dict[str, dict[str, str]]:
    """Month -> column -> text, 1959-01 to the month before ``vintage``, which is one or two after :data:`BASE`."""
    with (RAW / "money_stock" / "2023-12.csv").open(encoding="utf-8") as file:
        early = {row["month"]: {key: row[key] for key in ("M1SL", "M2SL")} for row in csv.DictReader(file)}
    with (RAW / "fred_md" / f"{BASE}.csv").open(encoding="utf-8") as file:
        known = {row.pop("month"): row for row in csv.DictReader(file)}
    table = {month: row for month, row in early.items() if month < "1999-01"} | known
    for month in list(table)[-3:]:
        table[month]["M2SL"] = f"{float(table[month]['M2SL']) * REVISED:.1f}"
    for number in range(3, int(vintage[5:])):
        last = table[f"2024-{number - 1:02d}"]
        table[f"2024-{number:02d}"] = {key: f"{float(text) * GROWTH:.1f}" if text else "" for key, text in last.items()}
    return table


def text(
    vintage: str,
    columns: list[str] | None = None,
    date: str = "{month}/1/{year}",
    pad: int = 0,
    trailing: int = 0,
    billions: tuple[str, ...] = (),
) -> str:
    """A file as the publisher writes it; the base that the vintage has not is left out, RPI stands before."""
    columns = columns or [name for name in SERIES if name != "AMBSL"]
    lines = [",".join(["sasdate", "RPI", *columns]), ",".join(["Transform:", "5", *["6"] * len(columns)])]
    for number, (month, row) in enumerate(figures(vintage).items()):
        year = int(month[:4])
        written = date.format(month=int(month[5:]), year=year, short=f"{year % 100:02d}")
        cells = [row.get(name.removesuffix("x"), "") for name in columns]
        cells = [
            f"{float(cell) / 1000:.4f}" if name in billions and cell else cell
            for name, cell in zip(columns, cells, strict=True)
        ]
        lines.append(",".join([written, str(2000 + number), *[cell.rjust(pad) for cell in cells]]))
    lines += ["," * (len(columns) + 1)] * trailing
    return "\r\n".join(lines) + "\r\n"


def _file(vintage: str) -> Route:
    def answer(_: Request) -> Answer:
        return Answer(text(vintage).encode())

    return answer


ROUTES: dict[str, Route] = {
    FOLDER + "2024-04-md.csv": _file("2024-04"),
    FOLDER + "2024-05.csv": _file("2024-05"),  # the older pattern of names
    FOLDER + "current.csv": _file("2024-04"),
}
