"""Claim ST-01: a forecast of the multiplier from forecasts of its ratios."""

from __future__ import annotations

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.companions.terms import model_names


@claim("ST-01", "accurate")
def bottom_up(e: Evidence) -> Outcome:
    scope = e.table("bottom_up_scope").iloc[0]
    if isinstance(scope["missing"], str) and scope["missing"]:
        return Untestable(f"{scope['missing']} in the tables of this vintage")
    readings, scores = e.table("bottom_up_specifications"), e.table("bottom_up_scores")
    holdout = scores[scores["scheme"] == "holdout"].set_index("model")
    worst = e.table("bottom_up_ratios").set_index(["regression", "ratio"])["multiplier_percent"].abs().idxmax()
    rolling = scores[(scores["scheme"] == "rolling") & scores["model"].isin(model_names())]
    better = rolling[(rolling["relative_no_change"] < 1) & (rolling["relative_seasonal_naive"] < 1)]
    months = sorted(better["horizon"].unique())
    own = int(readings["beats_both"].sum())
    alternative = []
    if own > len(readings) / 2:
        alternative.append(f"{own} of {len(readings)} readings in the year after the sample")
    if len(better) > len(rolling) / 2:
        alternative.append(
            f"the rolling forecasts {', '.join(map(str, months))} months ahead that do: {len(better)} of {len(rolling)}"
        )
    chance = better["dm_no_change_p_holm"].min()
    fit, year = readings["fit_mape"], readings["mape"]
    naive, seasonal = readings["relative_no_change"], readings["relative_seasonal_naive"]
    direct = readings["rmse"].min() / holdout.loc["seasonal_ar", "rmse"]
    return Decided(
        bool(readings["beats_both"].all()),
        f"inside the sample {fit.min():.1f} to {fit.max():.1f} percent off on average, in the year after it "
        f"{year.min():.1f} to {year.max():.1f}; RMSE over that of no change {naive.min():.2f} to {naive.max():.2f}, "
        f"over that of the same month a year before {seasonal.min():.2f} to {seasonal.max():.2f}",
        "The study prints no measure; accurate means a smaller error than no change and than the same month a year "
        f"before in the year after the sample, for every one of {len(readings)} readings (four ratios or two, "
        f"regressions, reserves, the gap to M2 over base). {own} do; the best reading "
        f"has {direct:.2f} times the error of a direct autoregression of the multiplier. Alone, the forecast of "
        f"{worst[1]} moves the multiplier by more than that of any other ratio."
        + (
            f" Of {len(rolling)} sets of rolling forecasts {len(better)} do, with p = {chance:.2f} at best (Holm)."
            if months
            else ""
        ),
        alternative="; ".join(alternative),
        tried=len(readings) + len(rolling),
        months=f"{scope['first']}..{scope['last']}",
    )
