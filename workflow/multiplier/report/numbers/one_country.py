"""Numbers of the page of a country that a user adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.one_country import COMMON, COMPUTED
from multiplier.report.markup import markdown
from multiplier.report.number import BOUNDED, Number, Numbers
from multiplier.report.tables.unit_roots import together


def page_numbers(frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers and words of the page by key.

    Parameters
    ----------
    frames, settings
        As of :func:`multiplier.report.tables.one_country.page_tables`; also vintage, edition and index_month.

    Returns
    -------
    dict
        ``<word>`` of a name or unit is plain, for captions, ``<word>_text`` escaped for the running text. What a method
        that was not computed would give is absent; ``state_<method>`` says why.
    """
    ratios, key = frames["ratios"], settings["country"]
    part = ratios.loc[settings["first"] : settings["last"]]
    m = part["multiplier"]

    def number(value: Any, unit: str, decimals: int | None, source: str) -> Number:
        return Number(value, unit, decimals, source)

    numbers: Numbers = {}
    for word in ("name", "money", "unit", "vintage", "edition"):
        numbers[word] = number(settings[word], "text", None, "configuration")
        numbers[f"{word}_text"] = number(markdown(settings[word]), "text", None, "configuration")
    numbers |= {
        "index_month": number(settings["index_month"], "month", None, "configuration"),
        "data_first": number(str(ratios.index[0]), "month", None, "ratios"),
        "data_last": number(str(ratios.index[-1]), "month", None, "ratios"),
        "first": number(settings["first"], "month", None, "configuration"),
        "last": number(settings["last"], "month", None, "configuration"),
        "months": number(len(part), "months", 0, "ratios"),
        "m_first": number(m.iloc[0], "ratio", 2, "ratios"),
        "m_last": number(m.iloc[-1], "ratio", 2, "ratios"),
        "m_low": number(m.min(), "ratio", 2, "ratios"),
        "m_low_month": number(str(m.idxmin()), "month", None, "ratios"),
        "m_high": number(m.max(), "ratio", 2, "ratios"),
        "m_high_month": number(str(m.idxmax()), "month", None, "ratios"),
        "m_change": number(100 * (m.iloc[-1] / m.iloc[0] - 1), "percent", 1, "ratios"),
        "base_change": number(100 * (part["base"].iloc[-1] / part["base"].iloc[0] - 1), "percent", 1, "ratios"),
        "money_change": number(100 * (part["m2"].iloc[-1] / part["m2"].iloc[0] - 1), "percent", 1, "ratios"),
    }
    states = frames["methods"].set_index("method")["state"]
    numbers |= {
        f"state_{method.replace(' ', '_')}": number(
            state if state == COMPUTED else markdown(state), "text", None, "methods"
        )
        for method, state in states.items()
        if not method.startswith("changes")
    }
    refused = [markdown(f"{method}: {state}") for method, state in states.items() if state != COMPUTED]
    numbers["refused"] = number("\n".join(f"- {line}" for line in refused), "text", None, "methods")
    return numbers | _changes(frames["changes"], key) | _tests(frames, settings) | _forecasts(frames, settings)


def _changes(table: pd.DataFrame, key: str) -> Numbers:
    has_common = len(table) > 0 and (table["window"] == COMMON).any()
    numbers = {
        "has_changes": Number(int(len(table) > 0), "count", 0, "changes"),
        "has_common": Number(int(has_common), "count", 0, "changes"),
    }
    if not has_common:
        return numbers
    chosen = table[table["window"] == COMMON].set_index(["country", "variable"])
    numbers["common_first"] = Number(chosen["first"].iloc[0], "month", None, "changes")
    numbers["common_last"] = Number(chosen["last"].iloc[0], "month", None, "changes")
    for country, label in (("china", "china"), ("us", "us"), (key, "own")):
        for variable in ("multiplier", "base", "m2"):
            value = chosen.loc[(country, variable), "change_percent"]
            numbers[f"{label}_{variable}_change"] = Number(value, "percent", 1, "changes")
    return numbers


def _tests(frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    numbers: Numbers = {"level": Number(100 * settings["significance"], "percent", 0, "configuration")}
    if len(frames["trends"]):
        for _, row in frames["trends"].iterrows():
            numbers[f"{row['test']}_decision"] = Number(row["decision"], "decision", None, "trends")
            numbers[f"{row['test']}_p"] = Number(row["pvalue_simulated"], BOUNDED, 3, "trends")
    for _, row in frames["unit_root_conflicts"].astype(object).fillna("").iterrows():
        numbers[f"{row['transform']}_root"] = Number(together(row), "decision", None, "unit_root_conflicts")
    return numbers


def _forecasts(frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    if not len(frames["forecasts"]):
        return {}
    reading, _, estimator = settings["model"].partition("/")
    arima = frames["arima"].set_index(["reading", "estimator", "parameter"])
    phi = arima.loc[(reading, estimator, "phi")]
    table = frames["forecasts"][frames["forecasts"]["model"] == settings["model"]]
    accuracy = frames["accuracy"].set_index("model")["rmse"]
    return {
        "phi": Number(float(phi["estimate"]), "coefficient", 2, "arima"),
        "phi_se": Number(float(phi["std_error"]), "coefficient", 2, "arima"),
        "residuals_p": Number(float(phi["ljung_box_p"]), BOUNDED, 3, "arima"),
        "ac_one": Number(float(frames["correlogram"]["ac"].iloc[0]), "correlation", 2, "correlogram"),
        "horizon": Number(len(table), "months", 0, "forecasts"),
        "known": Number(int(table["actual"].notna().sum()), "months", 0, "forecasts"),
        "rmse": Number(float(accuracy[settings["model"]]), "ratio", 3, "accuracy"),
        "rmse_no_change": Number(float(accuracy["no_change"]), "ratio", 3, "accuracy"),
    }
