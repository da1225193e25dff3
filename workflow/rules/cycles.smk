# Turning points and leads of the multiplier and of inflation.

CYCLE_TABLES = ["cycle_series", "cycle_turns", "cycle_concordance", "cycle_leads"]
EVIDENCE += ["cycle_turns", "cycle_concordance", "cycle_leads"]
RESULTS += CYCLE_TABLES
STATED |= {"cycles": config["cycles"]}


rule cycles:
    input:
        china=table("ratios_china"),
        cycle=table("business_cycle"),
        code=code("cycles.py"),
    output:
        **{name: result(name) for name in CYCLE_TABLES},
    params:
        cycles=config["cycles"],
        draws=config["drivers"]["surrogate_draws"],
        confidence=config["drivers"]["confidence"],
        seed=config["seed"],
    message:
        "Cycles of multiplier and prices ({wildcards.vintage})"
    script:
        "../scripts/cycles.py"
