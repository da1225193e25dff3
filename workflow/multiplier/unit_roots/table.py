"""The whole battery of unit root tests of a country's multiplier and drivers, one row a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from arch.utility.exceptions import InfeasibleTestException

from multiplier.identities import EXPECTED_SIGN
from multiplier.months import stack, window
from multiplier.transforms import TRANSFORMS, transform
from multiplier.unit_roots.battery import (
    BREAKS,
    df_gls,
    kpss,
    longest_lags_with_break,
    minimum_with_break,
    phillips_perron,
    zivot_andrews,
)
from multiplier.unit_roots.dickey_fuller import COLUMNS, MAX_LAGS, PARAMETERS, adf_table, check_series
from multiplier.unit_roots.seasonal import SIGNIFICANCE, canova_hansen, kernel_lags, minimum, ocsb

TABLE_COLUMNS = [*COLUMNS, "implies", "break_month", "state"]
AROUND_TERMS = ("c", "ct")
BREAK_CRITERION = "AIC"
UNAVAILABLE = "not available"
STATIONARY = {"n": "stationary around zero", "c": "stationary", "ct": "stationary around a trend"}

Row = dict[str, Any]


def implied(row: Mapping[str, Any]) -> str:
    """Return what a test says of its series: its alternative where the null is rejected, else ``undecided``.

    A null that is not rejected is not shown to be true, so that no test can imply its own null.
    """
    if row["decision"] != "rejected":
        return UNAVAILABLE if row["decision"] == UNAVAILABLE else "undecided"
    if row["test"] == "ZA":
        return "stationary around a break"
    others = {"stationary": "unit root", "seasonal unit root": "no seasonal unit root"}
    others["no seasonal unit root"] = "seasonal unit root"
    return others[row["null"]] if row["null"] in others else STATIONARY[row["deterministic"]]


def _without_break(values: np.ndarray, settings: Mapping[str, Any]) -> list[Row]:
    significance = settings["significance"]
    rows = [
        {"test": "PP", "deterministic": term, "lag_rule": rule} | phillips_perron(values, term, rule, significance)
        for term in settings["deterministics"]
        for rule in settings["bandwidths"]
    ]
    rows += [
        {"test": "KPSS", "deterministic": term, "lag_rule": rule} | kpss(values, term, rule, significance)
        for term in AROUND_TERMS
        for rule in settings["bandwidths"]
    ]
    longest = settings["max_lags"]
    rules = [("fixed", lags) for lags in range(longest + 1)] + [(rule, longest) for rule in settings["criteria"]]
    rows += [
        {"test": "DF-GLS", "deterministic": term, "lag_rule": rule} | df_gls(values, term, rule, lags, significance)
        for term in AROUND_TERMS
        for rule, lags in rules
    ]
    return [row | {"state": "computed"} for row in rows]


def _with_break(series: pd.Series, settings: Mapping[str, Any]) -> list[Row]:
    values = series.to_numpy()
    longest = longest_lags_with_break(len(values), settings["za_max_lags"])
    rules = [("fixed", lags) for lags in range(longest + 1)] + [(BREAK_CRITERION, longest)]
    rows: list[Row] = []
    for term in BREAKS:
        for rule, lags in rules:
            row: Row = {"test": "ZA", "deterministic": term, "lag_rule": rule}
            try:
                found = zivot_andrews(values, term, rule, lags, settings["significance"])
            except InfeasibleTestException:
                found = {"lags": lags, "nobs": len(values) - 1 - lags, "null": "unit root", "decision": UNAVAILABLE}
                found |= {"state": "singular regressors"}
            else:
                month = str(series.index[found.pop("break_position")])
                found |= {"break_month": month, "state": "computed"}
            rows.append(row | found)
    return rows


def _seasonal(values: np.ndarray, kind: str, settings: Mapping[str, Any]) -> list[Row]:
    period = settings["period"]
    n = len(values)
    tests: list[tuple[Row, Callable[[], Row]]] = [
        (
            {"test": "OCSB", "deterministic": "n", "lag_rule": "fixed", "null": "seasonal unit root"}
            | {"lags": lags, "nobs": n - period - 1 - lags},
            lambda lags=lags: ocsb(values, lags, period),  # type: ignore[misc]
        )
        for lags in range(1, settings["ocsb_max_lags"] + 1)
    ]
    tests.append(
        (
            {"test": "CH", "deterministic": "c", "lag_rule": "s12", "null": "no seasonal unit root"}
            | {"lags": kernel_lags(n, period), "nobs": n},
            lambda: canova_hansen(values, period),
        )
    )
    if kind == "diff12":
        state = "seasonally differenced"
    elif n < minimum(period):
        state = f"fewer than {minimum(period)} observations"
    else:
        state = "computed"
    rows = [row | (run() if state == "computed" else {"state": state}) for row, run in tests]
    for row in rows:
        row.setdefault("state", "computed")
        if row["state"] == "computed" and settings["significance"] != SIGNIFICANCE:
            row["state"] = f"critical value at {SIGNIFICANCE:.0%} only"
        if row["state"] != "computed":
            row["decision"] = UNAVAILABLE
    return rows


def battery(series: Mapping[str, pd.Series], transforms: Sequence[str], where: str, **settings: Any) -> pd.DataFrame:
    """Run every test on every series of ``where`` and transform.

    Parameters
    ----------
    series
        Name -> monthly observations without gaps.
    transforms
        Of ``level``, ``diff``, ``diff12``.
    settings
        deterministics (of ADF and PP), max_lags and criteria (of ADF and DF-GLS), bandwidths (of PP and KPSS),
        za_max_lags, ocsb_max_lags, period (months of a season) and significance.

    Returns
    -------
    DataFrame
        Columns :data:`TABLE_COLUMNS`: those of :func:`multiplier.unit_roots.dickey_fuller.adf_table`; ``implies``, see
        :func:`implied`; ``break_month``, the first month after the break (Zivot-Andrews); ``state``, ``computed``
        or why there is no decision (nobs is then what the test would have had). ``lags`` is the bandwidth
        for PP, KPSS and CH.

    Raises
    ------
    DataError
        If a series has gaps, is constant or too short, named before anything is estimated.
    """
    series = {name: values.astype(float) for name, values in series.items()}  # a table in whole units holds integers
    samples = {(name, kind): transform(values, kind) for name, values in series.items() for kind in transforms}
    parameters = max(PARAMETERS[term] for term in settings["deterministics"]) + settings["max_lags"]
    by_lags = settings["max_lags"] + 1 + parameters + 1
    needed = max(by_lags, minimum_with_break())
    lower = [MAX_LAGS] if needed == by_lags else []
    for (name, kind), values in samples.items():
        check_series(values, f"unit root test of {name} of {where} ({kind})", parameters, needed, lower)
    names = ("deterministics", "max_lags", "criteria", "significance")
    first = adf_table(series, transforms, where=where, **{name: settings[name] for name in names})
    others = [
        {"series": name, "transform": kind} | row
        for (name, kind), values in samples.items()
        for row in (
            *_without_break(values.to_numpy(), settings),
            *_with_break(values, settings),
            *_seasonal(values.to_numpy(), kind, settings),
        )
    ]
    table = pd.concat([first.assign(state="computed"), pd.DataFrame(others)], ignore_index=True)
    table["implies"] = [implied(row) for row in table.to_dict("records")]
    return table[TABLE_COLUMNS]


def by_country(ratios: Mapping[str, pd.DataFrame], first: str, last: str, **settings: Any) -> pd.DataFrame:
    """Run :func:`battery` on the multiplier and its drivers of every country inside ``first``..``last``."""
    columns = ["multiplier", *EXPECTED_SIGN]
    return stack(
        {
            country: battery(
                dict(window(table[columns], first, last, f"unit roots of {country}").items()),
                transforms=tuple(TRANSFORMS),
                where=country,
                **settings,
            )
            for country, table in ratios.items()
        }
    )
