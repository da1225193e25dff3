"""The paper's tables: from tables of results to cells of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.identities import DRIVERS
from multiplier.months import chosen
from multiplier.report.markup import Column, PrintedTable
from multiplier.report.numbers import NOT_AVAILABLE, SHORT, minus

COUNTRY = {"china": "China", "us": "United States"}
DRIVER = {name: f"{name.replace('_', ' ')} {symbol}" for name, symbol in SHORT.items()} | {
    "cash_deposit_ratio": "cash / all deposits k"
}
SERIES = {"multiplier": "multiplier m"} | DRIVER
TRANSFORM = {"level": "level", "diff": "1-month difference", "diff12": "12-month difference"}
TERM = {"n": "none", "c": "constant", "ct": "constant, trend"}
READING = {
    "w_no_mean": "w: AR(1), no mean",
    "w_mean": "w: AR(1), mean",
    "dw": "change of w: AR(1)",
}
ESTIMATOR = {"exact_ml": "exact ML", "cls": "least squares"}
PURE = ("ratio", "statistic")  # numbers without a unit to name
BENCHMARK = {"seasonal_naive": "same month a year before", "no_change": "last value"}
STUDY = {"ma-bai-2010": "Ma and Bai (2010)"}
VARIABLE = {"multiplier": "multiplier", "base": "base money", "m2": "M2"}


def fixed(value: Any, decimals: int) -> str:
    """Return a number with ``decimals``, a true minus and thousands separated; "n/a" if missing."""
    return NOT_AVAILABLE if pd.isna(value) else minus(f"{float(value):,.{decimals}f}")


def probability(value: Any) -> str:
    """Return a p-value with three decimals, "< 0.001" below that."""
    return "< 0.001" if value < 0.001 else fixed(value, 3)


def sources(files: Sequence[Mapping[str, str]], origin: str) -> PrintedTable:
    """Raw files of the vintage: table, publisher, unit, vintage and months."""
    return PrintedTable(
        [
            Column("Table", "left", 2.4),
            Column("Publisher", "left", 2.2),
            Column("Unit", "left", 2.0),
            Column("Vintage", "left"),
            Column("Span", "left", 1.5),
        ],
        [
            [
                file["title"],
                file["publisher"],
                file["unit"],
                file["vintage"],
                f"{file['first']} to {file['last']}",
            ]
            for file in files
        ],
        origin,
        wide=True,
    )


def ratios(table: pd.DataFrame, months: Sequence[str], origin: str) -> PrintedTable:
    """Multiplier and ratios of one country in chosen months."""
    rows = chosen(table, months, "config.yaml: paper.months")
    return PrintedTable(
        [Column("Month", "left"), *map(Column, ("m", "m of ratios", "gap", "c", "s", "t", "r, %", "k"))],
        [
            [
                str(month),
                fixed(row["multiplier"], 2),
                fixed(row["multiplier_from_ratios"], 2),
                fixed(row["multiplier_gap"], 2),
                fixed(row["currency_ratio"], 3),
                fixed(row["savings_ratio"], 3),
                fixed(row["time_ratio"], 3),
                fixed(100 * row["reserve_ratio"], 2),
                fixed(row["cash_deposit_ratio"], 3),
            ]
            for month, row in rows.iterrows()
        ],
        origin,
    )


def changes(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Changes over each window in percent, and their logarithmic parts."""
    pivot = table.pivot(index=["first", "last", "country"], columns="variable")
    rows = []
    for (first, last, country), row in pivot.iterrows():
        percent, log = row["change_percent"], row["log_points"]
        rows.append(
            [
                f"{first} to {last}",
                COUNTRY[country],
                *(fixed(percent[name], 1) for name in VARIABLE),
                *(fixed(log[name], 1) for name in VARIABLE),
            ]
        )
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("Country", "left"),
            *(Column(f"{name}, %") for name in ("m", "base", "M2")),
            *(Column(f"{name}, log") for name in ("m", "base", "M2")),
        ],
        rows,
        origin,
    )


def sensitivities(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Ratios at their sample means with derivative and elasticity, countries side by side."""
    wide = table.pivot(index="ratio", columns="country")
    rows = [
        [
            DRIVER[ratio],
            *(
                fixed(wide.loc[ratio, (name, country)], 3)
                for country in COUNTRY
                for name in ("mean", "derivative", "elasticity")
            ),
        ]
        for ratio in DRIVERS.values()
    ]
    return PrintedTable(
        [
            Column("Ratio", "left"),
            *(
                Column(f"{short} {name}")
                for short in ("China:", "US:")
                for name in ("mean", "derivative", "elasticity")
            ),
        ],
        rows,
        origin,
    )


def drivers(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Correlations of drivers and multiplier with sign agreement and the random-walk reference."""
    rows = []
    for _, row in table.iterrows():
        share = "" if pd.isna(row["random_walk_share"]) else fixed(100 * row["random_walk_share"], 0)
        rows.append(
            [
                COUNTRY[row["country"]],
                DRIVER[row["driver"]],
                TRANSFORM[row["transform"]],
                "+" if row["expected_sign"] > 0 else "\u2212",
                fixed(row["pearson"], 2),
                fixed(row["spearman"], 2),
                f"{row['agreements']} of {row['nobs']}",
                "" if pd.isna(row["sign_test_p"]) else probability(row["sign_test_p"]),
                share,
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left"),
            Column("Transform", "left"),
            Column("Theory", "center"),
            Column("Pearson"),
            Column("Spearman"),
            Column("Agrees"),
            Column("p"),
            Column("Walks, %"),
        ],
        rows,
        origin,
    )


def unit_roots(table: pd.DataFrame, rules: Sequence[str], origin: str) -> PrintedTable:
    """Tests of the multiplier with lags by criterion, every deterministic term and transform."""
    chosen = table[(table["series"] == "multiplier") & table["lag_rule"].isin(rules)]
    rows = [
        [
            COUNTRY[row["country"]],
            TRANSFORM[row["transform"]],
            TERM[row["deterministic"]],
            f"{row['lags']} ({row['lag_rule']})",
            str(row["nobs"]),
            fixed(row["statistic"], 2),
            fixed(row["crit_5"], 2),
            probability(row["pvalue"]),
            row["decision"],
        ]
        for _, row in chosen.iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Transform", "left"),
            Column("Terms", "left"),
            Column("Lags"),
            Column("n"),
            Column("Statistic"),
            Column("5 % value"),
            Column("p"),
            Column("Unit root", "left"),
        ],
        rows,
        origin,
    )


def correlogram(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Correlogram of the 12-month difference, countries side by side."""
    parts = {country: table[table["country"] == country].set_index("lag") for country in COUNTRY}
    rows = [
        [
            str(lag),
            *(
                cell
                for part in parts.values()
                for cell in (
                    fixed(part["ac"][lag], 3),
                    fixed(part["pac"][lag], 3),
                    fixed(part["q"][lag], 2),
                    probability(part["p"][lag]),
                )
            ),
        ]
        for lag in parts["china"].index
    ]
    return PrintedTable(
        [
            Column("Lag"),
            *(Column(f"{short} {name}") for short in ("China:", "US:") for name in ("AC", "PAC", "Q", "p")),
        ],
        rows,
        origin,
    )


def arima(table: pd.DataFrame, origin: str) -> PrintedTable:
    """The readings of the forecasting formula: phi with standard error, constant, fit and diagnostics."""
    rows = []
    for (country, reading, estimator), part in table.groupby(["country", "reading", "estimator"], sort=False):
        values = part.set_index("parameter")
        phi = values.loc["phi"]
        constants = [name for name in ("mean", "intercept") if name in values.index]
        rows.append(
            [
                COUNTRY[country],
                READING[reading],
                ESTIMATOR[estimator],
                f"{fixed(phi['estimate'], 3)} ({fixed(phi['std_error'], 3)})",
                f"{fixed(values.loc[constants[0], 'estimate'], 3)} {constants[0]}" if constants else "",
                fixed(values.loc["sigma2", "estimate"], 4),
                str(phi["nobs"]),
                fixed(phi["loglik"], 2),
                probability(phi["ljung_box_p"]),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Estimator", "left"),
            Column("\u03c6 (s.e.)"),
            Column("Constant"),
            Column("\u03c3\u00b2"),
            Column("n"),
            Column("log L"),
            Column("Q, p"),
        ],
        rows,
        origin,
    )


def stability(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Chow's test of each reading."""
    rows = [
        [
            COUNTRY[row["country"]],
            READING[row["reading"]],
            f"F({row['df_numerator']}, {row['df_denominator']})",
            fixed(row["statistic"], 2),
            probability(row["pvalue"]),
            probability(row["pvalue_simulated"]),
            fixed(row["phi_before"], 2),
            fixed(row["phi_after"], 2),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Distribution", "left"),
            Column("F"),
            Column("p of F"),
            Column("p simulated"),
            Column("\u03c6 before"),
            Column("\u03c6 from"),
        ],
        rows,
        origin,
    )


def accuracy(table: pd.DataFrame, origin: str) -> PrintedTable:
    """How the forecasts of China's multiplier fared."""
    levels = sorted(int(name.rpartition("_")[2]) for name in table if name.startswith("coverage_"))
    rows = []
    for _, row in table[table["country"] == "china"].sort_values("rmse").iterrows():
        reading, _, estimator = row["model"].partition("/")
        name = f"{READING[reading]}, {ESTIMATOR[estimator]}" if estimator else BENCHMARK[reading]
        rows.append(
            [
                name,
                fixed(row["months"], 0),
                fixed(row["rmse"], 3),
                fixed(row["mae"], 3),
                fixed(row["mean_error"], 3),
                *(fixed(100 * row[f"coverage_{level}"], 0) for level in levels),
            ]
        )
    return PrintedTable(
        [
            Column("Forecast", "left"),
            Column("Months"),
            Column("RMSE"),
            Column("MAE"),
            Column("Mean error"),
            *(Column(f"inside {level} %, %") for level in levels),
        ],
        rows,
        origin,
    )


def claims(table: pd.DataFrame, units: Mapping[str, str], origin: str) -> PrintedTable:
    """Every claim with what was printed, what was computed, the verdict and its cause; ``units`` by id."""
    rows = []
    for _, row in table.iterrows():
        where = " ".join(part for part in (row["matched_month"], row["matched_definition"]) if part)
        cause = row["cause"] + (f" Matched: {where}." if row["verdict"] == "displaced" else "")
        if row["candidates"] not in ("", "0"):
            cause += f" Candidates: {row['candidates']}"
            if row["expected_by_chance"]:
                chance = float(row["expected_by_chance"])
                cause += f"; matches expected by chance: {f'{chance:.2f}' if chance >= 0.01 else 'below 0.01'}"
            cause += "."
        unit = units[row["id"]] if row["kind"] == "number" and units[row["id"]] not in PURE else ""
        printed = f"{minus_signs(row['printed'])} {unit}".strip()
        computed = minus_signs(row["computed"])
        rows.append([row["id"], row["statement"], printed, computed, row["verdict"], minus_signs(cause)])
    return PrintedTable(
        [
            Column("Claim", "left"),
            Column("Statement", "left", 2.2),
            Column("Printed", "left", 0.9),
            Column("Computed", "left", 1.7),
            Column("Verdict", "left"),
            Column("Cause", "left", 2.8),
        ],
        rows,
        origin,
        wide=True,
    )


def minus_signs(text: str) -> str:
    """Return text with a true minus before digits that follow a space or the beginning."""
    words = text.split(" ")
    return " ".join("\u2212" + word[1:] if word[:1] == "-" and word[1:2].isdigit() else word for word in words)


def claim_counts(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Number of claims per study and verdict."""
    verdicts = [name for name in ("reproduced", "displaced", "close", "contradicted", "untestable") if name in table]
    rows = [
        [
            STUDY.get(row["study"], row["study"]),
            *(str(row[verdict]) for verdict in verdicts),
            str(sum(row[verdict] for verdict in verdicts)),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable([Column("Study", "left"), *map(Column, verdicts), Column("all")], rows, origin)


def corrections(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Every row of the corrections file."""
    rows = []
    for _, row in table.iterrows():
        months = row["first"] if pd.isna(row["last"]) else f"{row['first']} to {row['last']}"
        expected = "empty" if pd.isna(row["expected"]) else minus(f"{row['expected']:,.12g}")
        value = {"replace": minus(f"{row['value']:,.12g}"), "blank": "empty"}.get(row["action"], "")
        rows.append(
            [
                row["file"].removesuffix(".csv"),
                months,
                row["column"],
                row["action"],
                expected,
                value,
                f"{row['reason']} Source: {row['source']}.",
            ]
        )
    return PrintedTable(
        [
            Column("File", "left", 1.6),
            Column("Month", "left", 0.9),
            Column("Column", "left", 1.3),
            Column("Action", "left"),
            Column("Found", "right"),
            Column("Used", "right"),
            Column("Reason", "left", 3.2),
        ],
        rows,
        origin,
        wide=True,
    )


def identities(tables: Mapping[str, pd.DataFrame], origin: str) -> PrintedTable:
    """Accounting identities: months checked, months in which they fail, largest difference where they hold."""
    rows = []
    for country, table in tables.items():
        for name, part in table.groupby("identity", sort=False):
            failed = part[~part["holds"]]
            rows.append(
                [
                    COUNTRY[country],
                    name,
                    str(len(part)),
                    fixed(part.loc[part["holds"], "difference"].abs().max(), 1),
                    ", ".join(failed["month"]) or "none",
                ]
            )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Identity", "left", 3.0),
            Column("Months"),
            Column("Largest"),
            Column("Fails in", "left", 1.2),
        ],
        rows,
        origin,
        wide=True,
    )


def assumptions(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Economic assumptions marked in the code: module and text."""
    return PrintedTable(
        [Column("Module", "left"), Column("Assumption", "left", 4.0)], table.to_numpy().tolist(), origin, wide=True
    )


def environment(versions: Mapping[str, str], origin: str) -> PrintedTable:
    """Programmes and versions of the build."""
    return PrintedTable(
        [Column("Programme", "left"), Column("Version", "left")],
        [[name, version] for name, version in versions.items()],
        origin,
        floating=False,
    )


def paper_tables(
    frames: Mapping[str, pd.DataFrame],
    files: Sequence[Mapping[str, str]],
    settings: Mapping[str, Any],
    origins: Mapping[str, str],
) -> dict[str, PrintedTable]:
    """Return every table of the paper.

    Parameters
    ----------
    frames
        Tables of results by name.
    files
        Manifest rows of the raw files that the vintage uses.
    settings
        ``months`` shown in the ratios' tables and ``criteria`` of the unit root table.
    origins
        Name of a table of results -> rule, script and vintage that made it.
    """
    return {
        "data": sources(files, "From data/raw/MANIFEST.csv."),
        "ratios-china": ratios(frames["ratios_china"], settings["months"], origins["ratios_china"]),
        "ratios-us": ratios(frames["ratios_us"], settings["months"], origins["ratios_us"]),
        "changes": changes(frames["changes"], origins["changes"]),
        "sensitivities": sensitivities(frames["sensitivities"], origins["sensitivities"]),
        "drivers": drivers(frames["drivers"], origins["drivers"]),
        "unit-roots": unit_roots(frames["unit_roots"], settings["criteria"], origins["unit_roots"]),
        "correlogram": correlogram(frames["correlogram"], origins["correlogram"]),
        "arima": arima(frames["arima"], origins["arima"]),
        "stability": stability(frames["stability"], origins["stability"]),
        "accuracy": accuracy(frames["forecast_accuracy"], origins["forecast_accuracy"]),
        "claim-counts": claim_counts(frames["claim_counts"], origins["claim_counts"]),
        "claims": claims(frames["claims"], dict(frames["printed"][["id", "unit"]].to_numpy()), origins["claims"]),
        "corrections": corrections(frames["corrections"], "From data/corrections.csv."),
        "identities": identities(
            {country: frames[f"identities_{country}"] for country in COUNTRY}, origins["identities_china"]
        ),
        "assumptions": assumptions(frames["assumptions"], origins["assumptions"]),
        "environment": environment(dict(frames["environment"].to_numpy()), origins["environment"]),
    }
