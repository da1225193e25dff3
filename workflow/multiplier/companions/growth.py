"""Where the growth of money came from: base money or the multiplier, and what their correlation can say.

ln M2 = ln m + ln B holds month by month, so that growth of M2 over a year is the sum of the growth of both. The
growth of the multiplier is then that of M2 less that of the base, and correlates with it by construction
(brief analysis, BA-06 to BA-09).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.definitions import BASES, total
from multiplier.drivers.bootstrap import block_length, counts, stationary_indices
from multiplier.months import window
from multiplier.simulation import share_error
from multiplier.trends import drift, fitted_changes, simulated_changes, t_statistics

LOG_POINTS = 100.0
YEAR = 12
SOURCES = ("base", "multiplier")
FEWEST = 24  # months of growth over a year, so that there are two independent ones
Window = Mapping[str, str]


def accounts(ratios: pd.DataFrame) -> pd.DataFrame:
    """Return growth of M2 over a year and its two parts, month by month.

    Parameters
    ----------
    ratios
        Ratios table with columns base, multiplier and m2, months as index.

    Returns
    -------
    DataFrame
        Months that have a month a year before: base, multiplier and m2 (their sum), log points, and main, the
        source with the larger part.
    """
    growth = (LOG_POINTS * np.log(ratios[[*SOURCES, "m2"]]).diff(YEAR)).dropna()
    return growth.assign(main=np.where(growth["multiplier"] > growth["base"], "multiplier", "base"))


def by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts of December over December: year, base, multiplier, m2 (log points), base_percent, main."""
    chosen = table[table.index.month == YEAR]
    years = chosen.assign(year=chosen.index.year, base_percent=100 * chosen["base"] / chosen["m2"])
    return years[["year", "base", "multiplier", "m2", "base_percent", "main"]].reset_index(drop=True)


def leads(main: pd.Series) -> dict[str, float]:
    """Return how often each source leads.

    Returns
    -------
    dict
        months, multiplier_months, multiplier_percent, switches (changes of the main source), longest_run (months).
    """
    changed = (main != main.shift()).iloc[1:]
    runs = changed.cumsum().reindex(main.index, fill_value=0).value_counts()
    led = int((main == "multiplier").sum())
    return {
        "months": len(main),
        "multiplier_months": led,
        "multiplier_percent": 100 * led / len(main),
        "switches": int(changed.sum()),
        "longest_run": int(runs.max()),
    }


def identity_correlation(sd_base: np.ndarray, sd_m2: np.ndarray, correlation: np.ndarray | float) -> np.ndarray:
    """Return the correlation of b with m2 - b from the deviations of b and m2 and their correlation.

    (rho s2 - sb) / sqrt(sb^2 + s2^2 - 2 rho sb s2); with rho = 0 it is -sb / sqrt(sb^2 + s2^2).
    """
    return np.asarray(
        (correlation * sd_m2 - sd_base) / np.sqrt(sd_base**2 + sd_m2**2 - 2 * correlation * sd_base * sd_m2)
    )


def _moments(b: np.ndarray, m2: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return deviations of b and m2 and their correlation under every column of weights that sum to the months."""
    db, dm = b - b.mean(), m2 - m2.mean()
    mb, mm, bb, mm2, bm = np.stack([db, dm, db * db, dm * dm, db * dm]) @ weights / len(b)
    sb, sm = np.sqrt(bb - mb**2), np.sqrt(mm2 - mm**2)
    return sb, sm, (bm - mb * mm) / (sb * sm)


def mirror(growth: pd.DataFrame, draws: int, confidence: float, rng: np.random.Generator) -> dict[str, float]:
    """Return the correlation of base and multiplier beside what the identity makes it if base and M2 were independent.

    Parameters
    ----------
    growth
        Columns base and m2: growth over a year, of the months of a window.
    draws, confidence, rng
        Replications of a stationary bootstrap, level of its percentile intervals, generator. Blocks are as long as
        the automatic choice has them and no shorter than a year, since neighbouring months share eleven.

    Returns
    -------
    dict
        correlation; sd_base, sd_m2; correlation_m2, of base and M2; independent, the benchmark; difference of the
        two; each correlation and the difference with ``_lower`` and ``_upper``; block, months.
    """
    b, m2 = growth["base"].to_numpy(), growth["m2"].to_numpy()
    block = max(float(YEAR), block_length(b, m2))
    weights = counts(stationary_indices(len(b), block, draws, rng))
    found = {}
    for name, (sb, sm, rho) in {
        "point": _moments(b, m2, np.ones((len(b), 1))),
        "draws": _moments(b, m2, weights),
    }.items():
        observed, independent = identity_correlation(sb, sm, rho), identity_correlation(sb, sm, 0.0)
        found[name] = {
            "correlation": observed,
            "correlation_m2": rho,
            "independent": independent,
            "difference": observed - independent,
        }
    # ASSUME: intervals of correlations of growth over a year come from a stationary bootstrap with blocks of a
    # year or more; in a window of few years they are rough.
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    result = {"sd_base": float(b.std(ddof=1)), "sd_m2": float(m2.std(ddof=1)), "block": block}
    for key, value in found["point"].items():
        result[key] = float(value[0])
        result[f"{key}_lower"], result[f"{key}_upper"] = map(float, np.quantile(found["draws"][key], tails))
    return result


def correlations(
    table: pd.DataFrame, windows: Mapping[str, Window], draws: int, confidence: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Return :func:`mirror` and :func:`leads` on every window: columns window, first, last and theirs.

    Raises
    ------
    DataError
        If a window leaves the growth rates, or is shorter than :data:`FEWEST` months.
    """
    rows = []
    for name, span in windows.items():
        part = window(table, span["first"], span["last"], f"growth of money, window {name}")
        if len(part) < FEWEST:
            raise DataError(
                f"growth of money: window {name} has {len(part)} months, at least {FEWEST} are needed; lengthen it "
                "under growth.windows in config.yaml."
            )
        rows.append({"window": name, **span, **leads(part["main"]), **mirror(part, draws, confidence, rng)})
    return pd.DataFrame(rows)


def newey_west_lags(nobs: int) -> int:
    """Return the bandwidth floor(4 (n/100)^(2/9)) of Newey and West's rule."""
    return int(np.floor(4 * (nobs / 100) ** (2 / 9)))


def trend_statistics(paths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return least squares slopes a month of a linear trend, and their t statistics with Newey-West errors.

    ``paths`` has shape (..., months); variances are scaled by n / (n - 2).
    """
    nobs = paths.shape[-1]
    time = np.arange(nobs) - (nobs - 1) / 2
    y = paths - paths.mean(axis=-1, keepdims=True)
    squares = float(time @ time)
    slope = y @ time / squares
    scores = (y - slope[..., None] * time) * time
    lags = newey_west_lags(nobs)
    long_run = (scores**2).sum(axis=-1)
    for lag in range(1, lags + 1):
        long_run = long_run + 2 * (1 - lag / (lags + 1)) * (scores[..., lag:] * scores[..., :-lag]).sum(axis=-1)
    return slope, slope * squares / np.sqrt(long_run * nobs / (nobs - 2))


def trends(
    multiplier: pd.Series,
    windows: Mapping[str, Window],
    significance: float,
    draws: int,
    rng: np.random.Generator,
    critical: float = 1.96,
) -> pd.DataFrame:
    """Return the trend of the multiplier on every window, with the tests that a persistent series needs.

    Parameters
    ----------
    multiplier
        Monthly series without gaps on the windows.
    windows
        Name -> first and last month.
    significance
        Level of the decision on a drift.
    draws, rng
        Of random walks without drift and of changes without one.
    critical
        Of |t|, as it is read where errors are taken as robust.

    Returns
    -------
    DataFrame
        window, first, last, months, slope_year (of the least squares line, a year), t (Newey-West),
        random_walk_size (share of random walks without drift whose |t| is beyond ``critical``), random_walk_p (beyond
        the one found), both with Monte Carlo error ``_se``; drift_year (mean change, a year), drift_t, drift_p (with
        changes that follow their AR(1), simulated), drift_p_se, decision.
    """
    rows = []
    for name, span in windows.items():
        series = window(multiplier.to_frame("multiplier"), **span, name=f"multiplier, window {name}")["multiplier"]
        nobs = len(series)
        slope, t = (float(value) for value in trend_statistics(series.to_numpy()))
        walks = np.cumsum(rng.standard_normal((draws, nobs)), axis=1)
        simulated = np.abs(trend_statistics(walks)[1])
        size, beyond = float((simulated > critical).mean()), float((simulated >= abs(t)).mean())
        change = drift(series)
        phi, deviation = fitted_changes(series)
        null = t_statistics(simulated_changes(phi, deviation, nobs - 1, draws, rng))
        p = float((null >= abs(change["statistic"])).mean())
        rows.append(
            {"window": name, **span, "months": nobs, "slope_year": YEAR * slope, "t": t}
            | {"random_walk_size": size, "random_walk_size_se": share_error(size, draws)}
            | {"random_walk_p": beyond, "random_walk_p_se": share_error(beyond, draws)}
            | {"drift_year": YEAR * change["mean"], "drift_t": change["statistic"]}
            | {"drift_p": p, "drift_p_se": share_error(p, draws)}
            | {"decision": "rejected" if p < significance else "not rejected"}
        )
    return pd.DataFrame(rows)


def by_end(ratios: pd.DataFrame, ends: Window) -> pd.DataFrame:
    """Return, for every last month a study may have had, what its data from the first month on would have shown.

    Parameters
    ----------
    ratios
        Ratios table.
    ends
        First and last of the last months.

    Returns
    -------
    DataFrame
        last; first, months, multiplier_percent, switches of the growth accounts; trend_first, slope_year and t of
        the multiplier from its first month.
    """
    table, m = accounts(ratios), ratios["multiplier"].dropna()
    last = pd.period_range(ends["first"], ends["last"], freq="M")
    window(table, str(table.index[0]), ends["last"], "growth of money")
    rows = []
    for end in last:
        main, series = table["main"].loc[:end], m.loc[:end]
        slope, t = trend_statistics(series.to_numpy())
        found = leads(main)
        rows.append(
            {"last": str(end), "first": str(main.index[0])}
            | {key: found[key] for key in ("months", "multiplier_percent", "switches")}
            | {"trend_first": str(series.index[0]), "slope_year": YEAR * float(slope), "t": float(t)}
        )
    return pd.DataFrame(rows)


def search(vintages: Mapping[str, pd.DataFrame], ends: Window) -> pd.DataFrame:
    """Return the correlation of growth of base and multiplier for every definition and last month.

    Parameters
    ----------
    vintages
        Vintage of money -> cleaned monthly table of China.
    ends
        First and last of the last months that are tried.

    Returns
    -------
    DataFrame
        month (the last), definition, vintage, value. Windows begin with the first growth over a year that the
        vintage has; one with fewer than :data:`FEWEST` months before the first end is left out.
    """
    blocks = []
    for vintage, clean in vintages.items():
        for base_name, parts in BASES["china"].items():
            base = total(clean, parts, base_name)
            for money in ("m2", "m1"):
                levels = pd.DataFrame({"base": base, "multiplier": clean[money] / base}).dropna()
                kinds = {
                    "growth in percent": levels.pct_change(YEAR, fill_method=None),
                    "growth in logarithms": np.log(levels).diff(YEAR),
                }
                for kind, growth in kinds.items():
                    for step, chosen in (("months", growth), ("quarters", growth[growth.index.month % 3 == 0])):
                        complete = chosen.dropna()
                        if len(complete.loc[: ends["first"]]) < FEWEST * (1 if step == "months" else 1 / 3):
                            continue
                        value = (
                            complete["base"].expanding().corr(complete["multiplier"]).loc[ends["first"] : ends["last"]]
                        )
                        blocks.append(
                            pd.DataFrame(
                                {
                                    "month": value.index.astype(str),
                                    "definition": f"{kind}, {money.upper()} over {base_name}, {step} from "
                                    f"{complete.index[0]}",
                                    "vintage": vintage,
                                    "value": value.to_numpy(),
                                }
                            )
                        )
    if not blocks:
        raise DataError(
            f"growth of money: no vintage has {FEWEST} months of growth over a year before {ends['first']}; set "
            "growth.ends later in config.yaml."
        )
    return pd.concat(blocks, ignore_index=True)
