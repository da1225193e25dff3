"""The claims of the studies, one module a study, named as the study; importing this registers all of them."""

from multiplier.claims.studies import (
    brief_analysis,
    cpi_study,
    crisis_slides,
    cycle_study,
    determinants_study,
    is_lm_study,
    k2_regression,
    ma_bai_2010,
    monetisation_study,
    multiplier_concept,
    qe_explainer,
    qe_report,
    quarterly_study,
    settlement_currency_study,
    stability_study,
)

__all__ = [
    "brief_analysis",
    "cpi_study",
    "crisis_slides",
    "cycle_study",
    "determinants_study",
    "is_lm_study",
    "k2_regression",
    "ma_bai_2010",
    "monetisation_study",
    "multiplier_concept",
    "qe_explainer",
    "qe_report",
    "quarterly_study",
    "settlement_currency_study",
    "stability_study",
]
