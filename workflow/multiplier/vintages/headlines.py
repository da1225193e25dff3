"""The few numbers that a reader of a comparison wants to see first, and what they are in words."""

from __future__ import annotations

import pandas as pd

from multiplier.figures.style import COUNTRY_NAMES

OF_A_COUNTRY = {
    "m_last": "multiplier in the last month of the sample",
    "common_m_change": "change of the multiplier over the common window",
    "common_base_change": "change of base money over the common window",
    "adf_level_n_statistic": "unit root statistic of the multiplier, no terms",
    "w_mean_exact_ml_phi": "coefficient of the forecasting formula",
    "contest_formula_long": "error of the formula a year ahead, over repeating the last figure",
}
OF_THE_LEDGER = {
    f"claims_{verdict}": f"claims {verdict}"
    for verdict in ("reproduced", "displaced", "close", "contradicted", "untestable")
}
HEADLINES = {
    f"{country}_{key}": f"{name}: {words}"
    for country, name in COUNTRY_NAMES.items()
    for key, words in OF_A_COUNTRY.items()
} | {key: f"Ledger: {words}" for key, words in OF_THE_LEDGER.items()}


def headlines(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the headline numbers in both vintages, in the order of :data:`HEADLINES`.

    Parameters
    ----------
    numbers
        Of :func:`multiplier.vintages.numbers.compare_numbers`.

    Returns
    -------
    DataFrame
        The columns of ``numbers``, and ``label``; without those that neither vintage has.
    """
    found = numbers.set_index("key", drop=False)
    shown = found.loc[[key for key in HEADLINES if key in found.index]]
    return shown.assign(label=shown["key"].map(HEADLINES)).reset_index(drop=True)
