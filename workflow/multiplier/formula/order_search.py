"""Which ARIMA would AICc have chosen? A stated grid by exact maximum likelihood, the runner-up beside the best.

AICc compares models of the same data: within one differencing, never between two. A fit that does not
converge stays in the table and is never called best.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pmdarima
from statsmodels.tsa.arima.model import ARIMA

from multiplier.formula.arima import Reading, corrected_aic, differenced
from multiplier.months import stack, window
from multiplier.unit_roots.dickey_fuller import check_series

# With many parameters the flat likelihood of a short series stops BFGS early, far from the maximum; L-BFGS
# finds it, to about 1e-6 of the log likelihood, where no root is at the unit circle, and 1e-3 where one is.
OPTIMISER = {"method": "lbfgs", "maxiter": 500}
NEAR_CIRCLE = 1.01  # a root of modulus below this is at the edge of what can be estimated


@dataclass(frozen=True)
class Model:
    """ARMA(p, q) x (P, Q) with seasonal lag ``period`` of a series differenced before; ``mean`` of that series."""

    p: int
    q: int
    seasonal_p: int
    seasonal_q: int
    mean: bool
    period: int = 12

    @property
    def parameters(self) -> int:
        """Return the number of parameters, the variance counted."""
        return self.p + self.q + self.seasonal_p + self.seasonal_q + self.mean + 1


def grid(max_p: int, max_q: int, max_seasonal: int, means: Sequence[bool], period: int) -> list[Model]:
    """Return all models with p <= ``max_p``, q <= ``max_q`` and P + Q <= ``max_seasonal``, with each of ``means``."""
    seasonal = [
        (left, right)
        for left, right in itertools.product(range(max_seasonal + 1), repeat=2)
        if left + right <= max_seasonal
    ]
    return [
        Model(p, q, left, right, mean, period)
        for mean in means
        for p in range(max_p + 1)
        for q in range(max_q + 1)
        for left, right in seasonal
    ]


def _starts(x: np.ndarray, model: Model) -> list[np.ndarray | None]:
    """Return where the search begins: statsmodels' own start, and a calm one that is surely stationary."""
    rest = [0.0] * (model.q + model.seasonal_p + model.seasonal_q)
    calm = [x.mean()] * model.mean + [0.5] * min(model.p, 1) + [0.0] * max(model.p - 1, 0) + rest
    return [None, np.array(calm)]


def fit_model(x: np.ndarray, model: Model) -> dict[str, Any]:
    """Fit one model by exact Gaussian maximum likelihood; the better of two starts of the search counts.

    Returns
    -------
    dict
        loglik, aicc, converged (of the better search), boundary (a root within one percent of the unit
        circle).
    """
    nobs = len(x)
    if model.parameters == 1:  # white noise around zero: nothing to search
        loglik = float(-nobs / 2 * (np.log(2 * np.pi * (x @ x) / nobs) + 1))
        return {"loglik": loglik, "aicc": corrected_aic(loglik, 1, nobs), "converged": True, "boundary": False}
    specification = ARIMA(
        x,
        order=(model.p, 0, model.q),
        seasonal_order=(model.seasonal_p, 0, model.seasonal_q, model.period),
        trend="c" if model.mean else "n",
        concentrate_scale=True,
    )
    with warnings.catch_warnings():
        # Starts that statsmodels mends, and searches that end without success, which the flag tells.
        warnings.simplefilter("ignore")
        fits = [
            specification.fit(start_params=start, cov_type="none", method_kwargs=OPTIMISER | {"disp": 0})
            for start in _starts(x, model)
        ]
    best = max(fits, key=lambda fit: fit.llf)
    roots = np.abs(np.concatenate([best.arroots, best.maroots]))
    return {
        "loglik": float(best.llf),
        "aicc": corrected_aic(float(best.llf), model.parameters, nobs),
        "converged": bool(best.mle_retvals["converged"]),
        "boundary": bool(len(roots) and roots.min() < NEAR_CIRCLE),
    }


def automatic(w: np.ndarray, max_p: int, max_q: int, max_seasonal: int, period: int) -> tuple[int, Model]:
    """Return the difference and model that pmdarima's auto_arima chooses for the 12-month difference ``w``.

    The 12-month difference is given and no other seasonal one is tried; the KPSS test chooses whether to
    difference once more. Stepwise search by AICc within the bounds of the grid (Hyndman and Khandakar 2008).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        chosen = pmdarima.auto_arima(
            w,
            m=period,
            D=0,
            max_d=1,
            test="kpss",
            start_p=1,
            start_q=1,
            start_P=0,
            start_Q=0,
            max_p=max_p,
            max_q=max_q,
            max_P=max_seasonal,
            max_Q=max_seasonal,
            information_criterion="aicc",
            stepwise=True,
            suppress_warnings=True,
            error_action="ignore",
        )
    p, difference, q = chosen.order
    left, _, right, _ = chosen.seasonal_order
    return difference, Model(p, q, left, right, bool(chosen.with_intercept), period)


def _row(difference: int, model: Model, nobs: int, fit: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "differencing": difference,
        "order": f"({model.p},{difference},{model.q})",
        "seasonal_order": f"({model.seasonal_p},1,{model.seasonal_q},{model.period})",
        "trend": "c" if model.mean else "n",
        "nobs": nobs,
        "loglik": fit["loglik"],
        "parameters": model.parameters,
        "aicc": fit["aicc"],
        "converged": fit["converged"],
        "boundary": fit["boundary"],
    }


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Return fits of one differencing in order of AICc with ``rank`` and ``delta`` to the best.

    Fits that did not converge or are outside the grid (column ``in_grid``) have no rank; their delta is kept.
    """
    counted = table["converged"].astype(bool) & table["in_grid"].astype(bool)
    best = table.loc[counted, "aicc"].min()
    ranks = table["aicc"].where(counted).rank(method="first")
    named = ranks.map({1.0: "AICc", 2.0: "runner-up"}).fillna("")
    automatic_too = named.where(named == "", named + " and ") + "auto_arima"
    return table.assign(
        delta=table["aicc"] - best,
        rank=ranks.astype("Int64"),
        selected_by=named.mask(table["automatic"], automatic_too),
    ).sort_values("aicc", ignore_index=True)


def search(
    series: pd.Series, differences: Sequence[int], max_p: int, max_q: int, max_seasonal: int, period: int, name: str
) -> pd.DataFrame:
    """Return every fit of the grid for one multiplier, by differencing and AICc.

    Parameters
    ----------
    series
        The multiplier inside the sample.
    differences
        Further differences of w(t) = m(t) - m(t-12), 0 or 1. With none the models come without and with a
        mean of w; with one, without, since a drift of w would make the multiplier a quadratic of time.
    max_p, max_q, max_seasonal
        Bounds of the grid, see :func:`grid`.
    period, name
        Length of the season; name of the series for messages.

    Returns
    -------
    DataFrame
        differencing, order, seasonal_order, trend, nobs, loglik, parameters, aicc, delta, rank, converged,
        boundary, selected_by.

    Raises
    ------
    DataError
        If the differenced series is constant, has gaps, or is no longer than the largest model needs.
    """
    samples = {order: differenced(series, Reading(order, False, period)) for order in differences}
    most = max_p + max_q + max_seasonal + 2
    for order, x in samples.items():
        label = f"order search of {name} after a {period}-month difference and {order} more"
        lower = [f"arima.order_search.{key}" for key in ("max_p", "max_q", "max_seasonal")]
        check_series(x, label, most, max(most, period) + most, lower)
    w = differenced(series, Reading(0, False, period)).to_numpy()
    auto_difference, auto_model = automatic(w, max_p, max_q, max_seasonal, period)
    blocks = []
    for order, x in samples.items():
        models = grid(max_p, max_q, max_seasonal, [False] if order else [False, True], period)
        inside = set(models)
        is_auto = order == auto_difference
        if is_auto and auto_model not in inside:
            models.append(auto_model)
        blocks.append(
            ranked(
                pd.DataFrame(
                    [
                        _row(order, model, len(x), fit_model(x.to_numpy(), model))
                        | {"in_grid": model in inside, "automatic": is_auto and model == auto_model}
                        for model in models
                    ]
                )
            )
        )
    columns = "differencing order seasonal_order trend nobs loglik parameters aicc delta rank converged boundary"
    return pd.concat(blocks, ignore_index=True)[[*columns.split(), "selected_by"]]


def by_country(ratios: Mapping[str, pd.DataFrame], first: str, last: str, period: int, **settings: Any) -> pd.DataFrame:
    """Run :func:`search` on the multiplier of every country inside ``first``..``last``."""
    return stack(
        {
            country: search(
                window(table[["multiplier"]], first, last, f"multiplier of {country}")["multiplier"],
                period=period,
                name=f"the multiplier of {country}",
                **settings,
            )
            for country, table in ratios.items()
        }
    )
