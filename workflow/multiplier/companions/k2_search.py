"""Definition search for the printed coefficients of K2: every admissible set of ratios, estimated at once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multiplier.companions.k2 import TERMS
from multiplier.companions.least_squares import CONSTANT
from multiplier.search.chance import distinct, expected_by_chance

# What a reading of the study may mean by each of its words; the first of each is what it states.
DEPOSITS = {"M2 less M0": ("m2",), "D + T + S": ("demand_deposits", "time_deposits", "savings_deposits")}
BASES = {
    "reserve money and government deposits": {"reserve_money": 1, "government_deposits": 1},
    "reserve money": {"reserve_money": 1},
    "reserve money without non-financial, with government deposits": {
        "reserve_money": 1,
        "deposits_of_nonfinancial_sector": -1,
        "government_deposits": 1,
    },
    "reserve money without non-financial deposits": {"reserve_money": 1, "deposits_of_nonfinancial_sector": -1},
}
RESERVES = {
    "deposits of financial corporations": {"deposits_of_financial_corporations": 1},
    "deposits of depository corporations": {"deposits_of_other_depository_corporations": 1},
    "reserve money less M0": {"reserve_money": 1, "m0": -1},
    "deposits of financial corporations and vault cash": {
        "deposits_of_financial_corporations": 1,
        "currency_issue": 1,
        "m0": -1,
    },
    "deposits with the central bank in the banks' table from 2006": {"reserves_spliced": 1},
}
NET_OF_STATUTORY = "e less r"
EXCESS = {NET_OF_STATUTORY: True, "e with r": False}
WHAT_IS_LEFT = "g what is left"
REMAINDER: dict[str, Mapping[str, int]] = {
    WHAT_IS_LEFT: {},
    "g government deposits": {"government_deposits": 1},
    "g government and non-financial deposits": {"government_deposits": 1, "deposits_of_nonfinancial_sector": 1},
    "g non-financial deposits": {"deposits_of_nonfinancial_sector": 1},
}
COLUMNS = ["definition", "vintage", "first", "month", "nobs", CONSTANT, *TERMS]
CONDITION = 1e-9  # determinant of the regressors' correlations below which they are collinear
VARIED = 1e-4  # standard deviation of a ratio that is nothing but the rounding of the tables to whole units


def statutory_ratios(clean: pd.DataFrame, announced: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the readings of the statutory ratio by month, fractions.

    ``announced`` are the ratios in percent by effective date
    (:func:`multiplier.data.reserve_requirements.announcements`).
    """
    large, small = clean["statutory_ratio_large"] / 100, clean["statutory_ratio_small"] / 100
    days = pd.date_range(announced.index[0], clean.index[-1].end_time.normalize())
    daily = announced.reindex(days.union(announced.index)).ffill()
    by_month = daily.groupby(daily.index.to_period("M"))
    means, before = by_month.mean().reindex(clean.index) / 100, by_month.last().shift(1).reindex(clean.index) / 100
    return {
        "ratio of large institutions": large,
        "ratio of small institutions": small,
        "mean of both ratios": (large + small) / 2,
        "ratio of large institutions, a month before": before["statutory_ratio_large"],
        "ratio of large institutions, mean of days": means["statutory_ratio_large"],
        "ratio of small institutions, mean of days": means["statutory_ratio_small"],
    }


def _sum(frame: pd.DataFrame, parts: Mapping[str, int]) -> np.ndarray:
    return sum(sign * frame[column].to_numpy(float) for column, sign in parts.items())


def _designs(frame: pd.DataFrame, statutory: Mapping[str, pd.Series]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return labels, regressors (candidates, months, 4) and K2 (candidates, months) of one vintage."""
    labels, designs, multipliers = [], [], []
    m0, m2 = frame["m0"].to_numpy(float), frame["m2"].to_numpy(float)
    for (d_name, parts), (b_name, base_parts), (r_name, reserve_parts) in itertools.product(
        DEPOSITS.items(), BASES.items(), RESERVES.items()
    ):
        narrow = parts != ("m2",)
        if narrow and any(column not in frame for column in parts):
            continue
        deposits = frame[list(parts)].sum(axis=1, skipna=False).to_numpy(float) if narrow else m2 - m0
        base, reserves = _sum(frame, base_parts), _sum(frame, reserve_parts)
        # M2 over base and (1 + h) D over base are one where D is M2 less M0.
        monies = {"": m0 + deposits} | ({", K2 from M2": m2} if narrow else {})
        for (s_name, ratio), (e_name, less), (g_name, g_parts), (k_name, money) in itertools.product(
            statutory.items(), EXCESS.items(), REMAINDER.items(), monies.items()
        ):
            r, h, actual = ratio.to_numpy(float), m0 / deposits, reserves / deposits
            g = _sum(frame, g_parts) / deposits if g_parts else base / deposits - actual - h
            labels.append(f"deposits {d_name}{k_name}; base {b_name}; reserves {r_name}; {s_name}; {e_name}; {g_name}")
            designs.append(np.stack([r, g, h, actual - r if less else actual], axis=1))
            multipliers.append(money / base)
    return labels, np.array(designs), np.array(multipliers)


def batched_least_squares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return intercept and slopes of every candidate, shape (candidates, 1 + regressors).

    ``x`` is of shape (candidates, months, regressors), ``y`` (candidates, months). NaN where a figure is missing
    or the regressors are collinear. Normal equations of correlations: the ratios are of one order of magnitude.
    """
    mean_x, mean_y = x.mean(axis=1), y.mean(axis=1)
    dx, dy = x - mean_x[:, None], y - mean_y[:, None]
    scale = np.sqrt((dx**2).sum(axis=1))
    found = np.full((len(x), x.shape[2] + 1), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = dx / scale[:, None]
    correlations = np.einsum("ctk,ctl->ckl", z, z, optimize=True)
    varied = (scale > VARIED * np.sqrt(x.shape[1])).all(axis=1)
    usable = np.isfinite(correlations).all(axis=(1, 2)) & np.isfinite(dy).all(axis=1) & varied
    usable[usable] = np.linalg.det(correlations[usable]) > CONDITION
    right = np.einsum("ctk,ct->ck", z[usable], dy[usable], optimize=True)
    slopes = np.linalg.solve(correlations[usable], right[..., None])[..., 0] / scale[usable]
    found[usable, 1:] = slopes
    found[usable, 0] = mean_y[usable] - (slopes * mean_x[usable]).sum(axis=1)
    return found


def samples(first: str, last: str, without: list[str]) -> dict[str, pd.PeriodIndex]:
    """Return the samples of the search: the stated one, all months, and unbroken ones of as many months."""
    whole = pd.period_range(first, last, freq="M")
    left_out = pd.PeriodIndex(without, freq="M")
    if not without:
        return {f"{first} to {last}": whole}
    found = {f"{first} to {last} without {' and '.join(without)}": whole.difference(left_out)}
    found[f"{first} to {last}"] = whole
    for start in range(len(left_out) + 1):
        part = whole[start : len(whole) - len(left_out) + start]
        found[f"{part[0]} to {part[-1]}"] = part
    return found


def search(
    clean: pd.DataFrame,
    vintages: Mapping[str, pd.DataFrame],
    announced: pd.DataFrame,
    first: str,
    last: str,
    without: list[str],
) -> pd.DataFrame:
    """Return the coefficients of every candidate.

    Parameters
    ----------
    clean
        China's cleaned table; accounts of central bank and banks are taken from it.
    vintages
        Vintage -> cleaned money supply table (m0, m1, m2 and, in some, components).
    announced
        Statutory ratios by effective date, percent.
    first, last, without
        The study's sample.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`; ``month`` is the last of the sample. Candidates without figures for every month, or
        with collinear ratios, are left out.
    """
    months = pd.period_range(first, last, freq="M", name="month")
    statutory = {name: ratio.reindex(months) for name, ratio in statutory_ratios(clean, announced).items()}
    banks = clean["deposits_with_central_bank"].fillna(clean["deposits_of_financial_corporations"])
    accounts = clean.assign(reserves_spliced=banks).reindex(months)
    own = ["m0", "m1", "m2", "demand_deposits", "time_deposits", "savings_deposits"]
    blocks = []
    for vintage, money in vintages.items():
        if not len(months.difference(money.index)):
            columns = [column for column in own if column in money]
            frame = accounts.drop(columns=own, errors="ignore").join(money[columns])
            labels, x, y = _designs(frame, statutory)
            for name, part in samples(first, last, without).items():
                rows = months.get_indexer(part)
                values = pd.DataFrame(batched_least_squares(x[:, rows], y[:, rows]), columns=[CONSTANT, *TERMS])
                text = [f"{name}; {label}" for label in labels]
                blocks.append(
                    values.assign(
                        definition=text, vintage=vintage, first=str(part[0]), month=str(part[-1]), nobs=len(part)
                    )
                )
    if not blocks:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(blocks, ignore_index=True).dropna()[COLUMNS].reset_index(drop=True)


def equal(candidates: pd.DataFrame, printed: Mapping[str, float], decimals: int) -> pd.DataFrame:
    """Return which coefficients of each candidate equal the ``printed`` ones (by term) at ``decimals``."""
    apart = (candidates[list(printed)] - pd.Series(printed)).abs()
    return apart <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def nearest(candidates: pd.DataFrame, printed: Mapping[str, float], decimals: int) -> tuple[pd.Series, int]:
    """Return the candidate that has most coefficients equal, then the least largest deviation, and how many are equal.

    Parameters as in :func:`equal`.
    """
    count = equal(candidates, printed, decimals).sum(axis=1)
    apart = (candidates[list(printed)] - pd.Series(printed)).abs().max(axis=1)
    order = np.lexsort((apart, -count))
    return candidates.iloc[order[0]], int(count.iloc[order[0]])


@dataclass(frozen=True)
class Single:
    """One coefficient by itself over all readings: different values, those equal to the printed one, and by chance."""

    values: np.ndarray
    equal: int
    chance: float


def single(candidates: pd.DataFrame, term: str, printed: float, decimals: int) -> Single:
    """Return how many different readings give one printed coefficient, and how many would by chance."""
    values = distinct(candidates.assign(value=candidates[term]))["value"].to_numpy(float)
    matching = np.abs(values - printed) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
    return Single(values, int(matching.sum()), expected_by_chance(values, printed, decimals))
