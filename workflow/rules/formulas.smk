# Formulas that the studies print, decided by algebra.

RESULTS += ["formulas", "formula_derivatives", "formula_readings"]


rule formulas:
    input:
        claims="data/raw/claims/claims.csv",
        code=code("formulas.py"),
    output:
        formulas=result("formulas"),
        derivatives=result("formula_derivatives"),
        readings=result("formula_readings"),
    message:
        "Formulas of the studies, derived from their definitions ({wildcards.vintage})"
    script:
        "../scripts/formulas.py"
