"""Where the tests of one series contradict each other, and what they say together.

Only a rejection says something. Tests whose null is a unit root (ADF, PP, DF-GLS, Zivot-Andrews) can speak
against it, KPSS against stationarity; OCSB against a seasonal unit root, Canova-Hansen against its absence.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from multiplier import DataError

PLAIN = ("ADF", "PP", "DF-GLS")  # of a unit root, without break
TESTS = (*PLAIN, "KPSS", "ZA", "OCSB", "CH")
VERDICTS = ("agree", "split", "conflict", "undecided")
KEYS = ["country", "series", "transform"]


def headline_rows(
    table: pd.DataFrame, deterministic: str, criterion: str, bandwidth: str, break_in: str, ocsb_lags: int
) -> pd.DataFrame:
    """Return one row a test of every series and transform.

    Parameters
    ----------
    table
        As :func:`multiplier.unit_roots.table.battery` returns it.
    deterministic
        Terms of ADF, PP, DF-GLS and KPSS: ``c`` or ``ct``.
    criterion
        Lag rule of ADF and DF-GLS.
    bandwidth
        Of PP and KPSS.
    break_in
        Model of Zivot-Andrews: ``c`` step, ``t`` kink, ``ct`` both.
    ocsb_lags
        Lags of OCSB.

    Raises
    ------
    DataError
        If a test was not run in the specification that is to count.
    """
    terms, rule, test = table["deterministic"], table["lag_rule"], table["test"]
    chosen = (
        (test.isin(["ADF", "DF-GLS"]) & (terms == deterministic) & (rule == criterion))
        | (test.isin(["PP", "KPSS"]) & (terms == deterministic) & (rule == bandwidth))
        | ((test == "ZA") & (terms == break_in) & (rule != "fixed"))
        | ((test == "OCSB") & (table["lags"] == ocsb_lags))
        | (test == "CH")
    )
    missing = sorted(set(TESTS) - set(test[chosen]))
    if missing:
        raise DataError(
            f"unit_roots.conflicts in config.yaml: {', '.join(missing)} was not run with these terms, lags and "
            "bandwidth; choose a specification that unit_roots lists."
        )
    return table[chosen]


def verdict(against_root: list[str], against_stationarity: list[str]) -> tuple[str, str]:
    """Return the verdict and the reading of one series from the tests that reject.

    ``conflict``: a unit root and stationarity are both rejected. ``agree``: only one of them is, a unit root by
    all three tests without break. ``split``: a unit root is rejected by some of its tests, stationarity is not.
    ``undecided``: nothing is rejected. The reading is ``stationary``, ``unit root``,
    ``stationary around a break`` (Zivot-Andrews alone), or ``none``.
    """
    plain = [test for test in PLAIN if test in against_root]
    if against_root and against_stationarity:
        return "conflict", "none"
    if against_stationarity:
        return "agree", "unit root"
    if len(plain) == len(PLAIN):
        return "agree", "stationary"
    if against_root:
        return "split", "stationary" if plain else "stationary around a break"
    return "undecided", "none"


def seasonal_verdict(tests: dict[str, str]) -> str:
    """Return what OCSB and Canova-Hansen say together, from their decisions."""
    if "not available" in tests.values():
        return "not available"
    against_root, against_stable = tests["OCSB"] == "rejected", tests["CH"] == "rejected"
    if against_root and against_stable:
        return "conflict"
    if against_root:
        return "no seasonal unit root"
    return "seasonal unit root" if against_stable else "undecided"


def conflicts(table: pd.DataFrame, **headline: Any) -> pd.DataFrame:
    """Return one row for every country, series and transform.

    Parameters
    ----------
    table
        All tests.
    headline
        The specification of each test that counts, see :func:`headline_rows`.

    Returns
    -------
    DataFrame
        country, series, transform; against_unit_root and against_stationarity, the tests that reject, separated
        by commas; break_month, where Zivot-Andrews puts the break; verdict and reading, see :func:`verdict`;
        season, see :func:`seasonal_verdict`.
    """
    rows = []
    for keys, part in headline_rows(table, **headline).groupby(KEYS, sort=False):
        tests = part.set_index("test")
        decisions = tests["decision"].to_dict()
        against_root = [test for test in (*PLAIN, "ZA") if decisions[test] == "rejected"]
        against_stationarity = ["KPSS"] if decisions["KPSS"] == "rejected" else []
        word, reading = verdict(against_root, against_stationarity)
        rows.append(
            dict(zip(KEYS, keys, strict=True))
            | {
                "against_unit_root": ", ".join(against_root),
                "against_stationarity": ", ".join(against_stationarity),
                "break_month": tests.loc["ZA", "break_month"],
                "verdict": word,
                "reading": reading,
                "season": seasonal_verdict(decisions),
            }
        )
    return pd.DataFrame(rows)
