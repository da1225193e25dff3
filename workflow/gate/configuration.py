"""Validation of the configuration against its closed schema, with messages made for people."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from gate import GateError

_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "a block of settings",
    "boolean": "true or false",
}


def nearest(word: object, choices: Iterable[str]) -> str:
    """Return a hint that names the choice nearest to ``word``, and all choices when they are few."""
    known = sorted(map(str, choices))
    close = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    hint = f"; did you mean '{close[0]}'?" if close else ";"
    return f"{hint} Valid: {', '.join(known)}." if len(known) <= 16 else f"{hint}".rstrip(";")


def _place(path: Iterable[object]) -> str:
    return ".".join(map(str, path)) or "top level"


def _sentence(error: Any) -> str:
    place = _place(error.absolute_path)
    found = error.instance
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = sorted(set(map(str, found)) - set(known))
        return f"{place}: unknown key '{unknown[0]}'{nearest(unknown[0], known)}"
    if error.validator == "required":
        missing = sorted(set(error.validator_value) - set(found))
        return f"{place}: key '{missing[0]}' is missing; add it."
    if error.validator == "enum":
        return f"{place}: '{found}' is not a valid choice{nearest(found, error.validator_value)}"
    if error.validator == "type":
        kinds = error.validator_value
        kinds = [kinds] if isinstance(kinds, str) else kinds
        wanted = " or ".join(_TYPES.get(kind, kind) for kind in kinds)
        return f"{place}: found {found!r}, expected {wanted}."
    if error.validator == "minItems" and "enum" in error.schema.get("items", {}):
        needed = ", ".join(map(str, error.schema["items"]["enum"]))
        return f"{place}: found {found!r}, expected all of {needed}: the text and the claims use each."
    if error.validator == "pattern":
        return f"{place}: found '{found}', expected {error.schema.get('description', error.validator_value)}."
    return f"{place}: {error.message}."


def validate_configuration(config: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Raise :class:`GateError` with one sentence if ``config`` does not fit ``schema`` or contradicts itself.

    Parameters
    ----------
    config
        The configuration as Snakemake hands it over (file and ``--config`` merged).
    schema
        JSON schema (draft 2020-12), closed at every level.
    """
    errors = sorted(
        Draft202012Validator(schema).iter_errors(config),
        key=lambda error: (len(error.absolute_path), _place(error.absolute_path)),
    )
    if errors:
        raise GateError(f"config.yaml: {_sentence(errors[0])}")
    _check_windows(config)
    _check_alternatives(config)


def check_duplicate_keys(text: str, name: str = "config.yaml") -> None:
    """Raise :class:`GateError` if a key of a YAML file stands twice in one block: the first would be lost."""

    def walk(node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise GateError(
                        f"{name}: line {key.start_mark.line + 1}: key '{key.value}' stands twice; delete one."
                    )
                seen.add(key.value)
                walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                walk(value)

    walk(yaml.compose(text, Loader=yaml.SafeLoader))


def _check_windows(config: Mapping[str, Any]) -> None:
    windows = {
        "sample": config["sample"],
        "crisis": config["crisis"],
        "claims.window": config["claims"]["window"],
        "drivers.adjustment.history": config["drivers"]["adjustment"]["history"],
        "contest.holdout": config["contest"]["holdout"],
        **{f"comparison.windows.{key}": value for key, value in config["comparison"]["windows"].items()},
    }
    for area, entry in config["countries"].items():
        own = {f"windows.{name}": window for name, window in entry.get("windows", {}).items()}
        own |= {"sample": entry["sample"]} if "sample" in entry else {}
        windows |= {f"countries.{area}.{name}": window for name, window in own.items()}
    for place, window in windows.items():
        if window["first"] >= window["last"]:
            raise GateError(
                f"config.yaml: {place}: first month {window['first']} is not before last month {window['last']}; "
                "exchange them or widen the window."
            )
    begin, end = config["contest"]["holdout"]["first"], config["sample"]["last"]
    if begin <= end:
        raise GateError(
            f"config.yaml: contest.holdout: {begin} is not after the sample, which ends in {end}; "
            "begin the hold-out later or end the sample earlier."
        )
    for place, window in windows.items():
        if place.startswith("comparison.windows."):
            index_month = config["comparison"]["index_month"]
            if place.endswith(".common") and not window["first"] <= index_month <= window["last"]:
                raise GateError(
                    f"config.yaml: comparison.index_month: {index_month} lies outside the common window "
                    f"{window['first']}..{window['last']}; choose a month inside it."
                )


def _check_alternatives(config: Mapping[str, Any]) -> None:
    """The closing table shows power against alternatives that are simulated elsewhere."""
    chosen = config["decisions"]
    simulated = {
        "phi": ("power.phis", config["power"]["phis"]),
        "correlation": ("drivers.power.correlations", config["drivers"]["power"]["correlations"]),
        "rmse_ratio": ("contest.power.rmse_ratios", config["contest"]["power"]["rmse_ratios"]),
        "horizons": ("contest.horizons", config["contest"]["horizons"]),
    }
    for key, (place, known) in simulated.items():
        values = chosen[key] if isinstance(chosen[key], list) else [chosen[key]]
        for value in values:
            if value not in known:
                raise GateError(
                    f"config.yaml: decisions.{key}: {value} is not among {place} ({', '.join(map(str, known))}); "
                    "choose one of these or add it there."
                )
