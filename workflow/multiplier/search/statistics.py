"""The definition search for statistics of a series: definitions, vintages, windows, rounding and lags at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from multiplier.unit_roots.batched.dickey_fuller import adf_statistics

EVERY_DIGIT = "full"  # no rounding


def windows(first: str, last: str, offset: int) -> Iterator[tuple[pd.Period, pd.Period, int]]:
    """Yield windows with ends within ``offset`` months of ``first`` and ``last``, and the months the first moved."""
    start, end = pd.Period(first, freq="M"), pd.Period(last, freq="M")
    for step in range(-offset, offset + 1):
        for other in range(-offset, offset + 1):
            yield start + step, end + other, abs(step)


def rounded(series: pd.DataFrame, decimals: Sequence[int]) -> pd.DataFrame:
    """Return series (columns months) with every digit and rounded; the index gains a level ``rounding``."""
    blocks = {EVERY_DIGIT: series} | {f"rounded to {places} decimals": series.round(places) for places in decimals}
    return pd.concat(blocks, names=["rounding"])


def lag_label(lags: int) -> str:
    """Return a number of lags in words of a definition."""
    return f"{lags} lag" if lags == 1 else f"{lags} lags"


def adf_grid(
    candidates: pd.DataFrame, first: str, last: str, offset: int, lags: Sequence[int], decimals: Sequence[int]
) -> pd.DataFrame:
    """Return Dickey-Fuller statistics without constant for every way to read a series (claim MB-33).

    Parameters
    ----------
    candidates
        Values of one quantity: columns definition, vintage, month (period), value.
    first, last
        The printed window; either end moves by up to ``offset`` months.
    lags
        Lagged differences.
    decimals
        Decimals to which the series may have been rounded before the test.

    Returns
    -------
    DataFrame
        Columns month (the window's last), definition, vintage, value, shift (months by which the first
        moved). Series with a gap inside a window are left out.
    """
    wide = candidates.pivot_table(index=["definition", "vintage"], columns="month", values="value")
    series = rounded(wide, decimals)
    names = series.index.to_frame(index=False)
    readings = names["definition"] + np.where(names["rounding"] == EVERY_DIGIT, "", ", " + names["rounding"])
    blocks = []
    for start, end, shift in windows(first, last, offset):
        inside = series.loc[:, start:end]
        if inside.shape[1] != (end - start).n + 1:
            continue
        whole = inside.notna().all(axis=1).to_numpy()
        paths = inside.to_numpy()[whole]
        for count in lags:
            label = lag_label(count) + (f", from {start}" if shift else "")
            blocks.append(
                pd.DataFrame(
                    {
                        "month": end,
                        "definition": readings[whole] + ", " + label,
                        "vintage": names["vintage"][whole],
                        "value": adf_statistics(paths, "n", count),
                        "shift": shift,
                    }
                )
            )
    return pd.concat(blocks, ignore_index=True)
