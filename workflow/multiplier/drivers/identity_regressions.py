"""Regressions of the multiplier on its own components, held against the derivatives of the identity.

The multiplier is a known function of these ratios. A regression can therefore not explain it; it can only show
how far its slopes lie from the derivatives that they are taken for.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import nctdtr, stdtr, stdtrit
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from multiplier import DataError
from multiplier.identities import (
    DRIVERS,
    derivatives,
    derivatives_two_ratios,
    multiplier_from_ratios,
    multiplier_from_two_ratios,
)
from multiplier.months import stack, window

TWO = {"k": "cash_deposit_ratio", "r": "reserve_ratio"}
REGRESSANDS = {"published": "multiplier", "from_ratios": "multiplier_from_ratios"}
FORMS = {
    "level_four": (DRIVERS, False),
    "log_four": (DRIVERS, True),
    "level_two": (TWO, False),
    "log_two": (TWO, True),
}


def bandwidth(nobs: int) -> int:
    """Return the lags of the Newey-West estimator, the largest whole number not above 4 (n / 100)^(2/9)."""
    return int(4 * (nobs / 100) ** (2 / 9))


def variance_inflation(regressors: pd.DataFrame) -> pd.Series:
    """Return 1 / (1 - R2) of each regressor on the others and a constant: the inverse correlations' diagonal."""
    return pd.Series(np.diag(np.linalg.inv(regressors.corr().to_numpy())), index=regressors.columns)


def analytic_slopes(means: Mapping[str, float], logarithms: bool) -> dict[str, float]:
    """Return the derivatives (elasticities if ``logarithms``) of the multiplier at ``means``.

    ``means`` is by symbol: c, s, t, r, or k, r for the form with two ratios.
    """
    two = set(means) == set(TWO)
    slopes = derivatives_two_ratios(**means) if two else derivatives(**means)
    if not logarithms:
        return slopes
    m = multiplier_from_two_ratios(**means) if two else multiplier_from_ratios(**means)
    return {symbol: slope * means[symbol] / m for symbol, slope in slopes.items()}


def regression(sample: pd.DataFrame, regressand: str, form: str, name: str) -> pd.DataFrame:
    """Regress the multiplier on its components by least squares with Newey-West errors.

    Parameters
    ----------
    sample
        Ratios of one country inside the sample.
    regressand
        Column: the published multiplier, or the one that the ratios give.
    form
        A key of :data:`FORMS`: ``four`` ratios c, s, t, r or ``two`` ratios k, r; ``level`` or ``log``.
    name
        Of the country, for messages.

    Returns
    -------
    DataFrame
        Columns regressor, slope, hac_se (Newey and West 1987, Bartlett weights, times n / (n - k)), analytic
        (derivative at the means; elasticity in logarithms), difference_t and difference_p (slope equals
        analytic, t with n - k degrees of freedom), vif, r2, nobs, bandwidth.

    Raises
    ------
    DataError
        If there are not at least twice as many months as coefficients, or the regressors are collinear.
    """
    columns, logarithms = FORMS[form]
    ratios = sample[list(columns.values())]
    y, x = sample[regressand], ratios
    if logarithms:
        y, x = np.log(y), np.log(x)
    k = len(columns) + 1
    place = f"regression of the multiplier of {name} on its ratios ({form}), {sample.index[0]}..{sample.index[-1]}"
    if len(sample) < 2 * k:
        raise DataError(
            f"{place}: {len(sample)} months for {k} coefficients, at least {2 * k} are needed; widen the sample."
        )
    constant = x.columns[x.nunique() == 1]
    if len(constant) or np.linalg.matrix_rank(add_constant((x - x.mean()) / x.std().replace(0, 1)).to_numpy()) < k:
        found = f"{constant[0]} is constant" if len(constant) else "the ratios are collinear"
        raise DataError(f"{place}: {found}; choose a sample in which every ratio varies by itself.")
    lags = bandwidth(len(sample))
    fit = OLS(y.to_numpy(), add_constant(x.to_numpy())).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    analytic = analytic_slopes({symbol: float(ratios[column].mean()) for symbol, column in columns.items()}, logarithms)
    slopes, errors = np.asarray(fit.params)[1:], np.asarray(fit.bse)[1:]
    differences = (slopes - np.array([analytic[symbol] for symbol in columns])) / errors
    return pd.DataFrame(
        {
            "regressor": list(columns.values()),
            "slope": slopes,
            "hac_se": errors,
            "analytic": [analytic[symbol] for symbol in columns],
            "difference_t": differences,
            "difference_p": 2 * stdtr(len(sample) - k, -np.abs(differences)),
            "vif": variance_inflation(x).to_numpy(),
            "r2": float(fit.rsquared),
            "nobs": len(sample),
            "bandwidth": lags,
        }
    )


def slope_power(
    analytic: np.ndarray, errors: np.ndarray, freedom: int, departure: float, significance: float
) -> np.ndarray:
    """Return the power of the t test of a slope that departs from its derivative by a share ``departure`` of it.

    The statistic is taken as noncentral t with the HAC errors as they are estimated. Such errors are too small
    in short samples, so that this is an upper bound.
    """
    shift = departure * np.abs(analytic) / errors
    bound = stdtrit(freedom, 1 - significance / 2)
    # The far tail is too small to be computed where the shift is large, and is nought there.
    return 1 - nctdtr(freedom, shift, bound) + np.nan_to_num(nctdtr(freedom, shift, -bound), nan=0.0)


def by_country(
    ratios: Mapping[str, pd.DataFrame], first: str, last: str, departure: float, significance: float
) -> pd.DataFrame:
    """Run every form on both multipliers of every country inside ``first``..``last``.

    ``departure`` and ``significance`` are those of :func:`slope_power`.

    Returns
    -------
    DataFrame
        Columns country, regressand (``published``, ``from_ratios``), form, those of :func:`regression`, and
        power.
    """
    columns = [*REGRESSANDS.values(), *DRIVERS.values(), "cash_deposit_ratio"]
    tables = {}
    for country, table in ratios.items():
        sample = window(table[columns], first, last, f"identity regressions of {country}")
        tables[country] = pd.concat(
            [
                regression(sample, column, form, country).assign(regressand=regressand, form=form)
                for regressand, column in REGRESSANDS.items()
                for form in FORMS
            ],
            ignore_index=True,
        )
    found = stack(tables)
    freedom = found["nobs"] - 1 - found["form"].map({form: len(columns) for form, (columns, _) in FORMS.items()})
    found["power"] = slope_power(found["analytic"], found["hac_se"], freedom, departure, significance)
    front = ["country", "regressand", "form"]
    return found[[*front, *(column for column in found if column not in front)]]
