# Two vintages against each other: results/compare/<A>..<B>/, made when `snakemake compare` asks for it.

COMPARED = "results/compare/{a}..{b}"
# Tables with a decision a row; multiplier/vintages/decisions.py says what names their rows.
JUDGED = [
    "decisions",
    "unit_roots",
    "unit_root_conflicts",
    "price_unit_roots",
    "trends",
    "stability",
    "multiplier_trends",
    "regime_tests",
]
SPLICED = ["china/money_supply"]  # read from all files of its pin; the others from the first alone
# Tables from which the cleaning takes a column that a file of the first lacks.
STAND_INS = {"us/fred_md": "us/money_stock", "china/money_supply": "china/depository_corporations"}
OUTCOMES = ", outcomes"  # marks a table where it is read for what came after the sample

FIRST, SECOND = pair(config)
if FIRST == SECOND:
    raise WorkflowError(f"config.yaml: vintages: '{FIRST}' stands twice; write two vintages, A,B.")


wildcard_constraints:
    a=r"[^/]+?",
    b=r"[^/]+",


def read_from(vintage):
    """Label of a raw table -> the files, below data/raw, from which a vintage reads it and, where they are others, its outcomes."""
    found = {}
    for name in raw_tables(MANIFEST):
        if not of_the_paper(name):
            continue
        for outcomes in (False, True):
            files = resolve(vintage, name, config, MANIFEST, outcomes)
            found[name + OUTCOMES * outcomes] = files if name in SPLICED else files[:1]
    return found


def readings(a, b):
    """Label of a raw table -> its files in A and in B, outcomes only where a vintage reads them from other files."""
    one, other = read_from(a), read_from(b)
    return {
        label: [one[label], other[label]]
        for label in sorted(one)
        if not label.endswith(OUTCOMES)
        or any(side[label] != side[label.removesuffix(OUTCOMES)] for side in (one, other))
    }


def differing(wildcards):
    """Parameter function: the readings that are not the same in both vintages."""
    return {
        label: files for label, files in readings(wildcards.a, wildcards.b).items() if files[0] != files[1]
    }


def stand_ins(wildcards):
    """Label of a reading -> files of the table that stands in for it, in A and in B."""
    sides = read_from(wildcards.a), read_from(wildcards.b)
    labels = {label: label.removesuffix(OUTCOMES) for label in differing(wildcards)}
    return {
        label: [side[STAND_INS[name] + label.removeprefix(name)] for side in sides]
        for label, name in labels.items()
        if name in STAND_INS
    }


def read_differently(wildcards):
    """Input function: the raw files of these readings, and of the tables that stand in for them."""
    pairs = [*differing(wildcards).values(), *stand_ins(wildcards).values()]
    return sorted({str(RAW / file) for pair in pairs for files in pair for file in files})


def pin_rows(a, b):
    """What each vintage reads and how it defines things, for the report: what, a, b, reading."""
    rows = []
    for label, (one, other) in readings(a, b).items():
        texts = [", then ".join(Path(file).stem for file in files) for files in (one, other)]
        kind = "spliced" if max(len(one), len(other)) > 1 else "replaced"
        rows.append([label, *texts, "same" if one == other else kind])
    for name, last in sorted(config["archive"].items()):
        rows.append([f"{name}, archive of the searches", f"to {last}", f"to {last}", "same"])
    one, other = (settings(config, vintage, "definitions") for vintage in (a, b))
    for country, block in sorted(one.items()):
        for key in sorted(block):
            texts = [side[country].get(key, "none") for side in (one, other)]
            rows.append(
                [f"definition of {key} ({country})", *texts, "same" if len(set(texts)) == 1 else "other"]
            )
    return rows


def rests_on(path):
    """What is behind a product: raw files, as numbers.json has them, and names of the tables of ratios on the way."""
    made, queue, seen = lineage(), [path], {path}
    while queue:
        new = [file for file in made.data_inputs(queue.pop()) if file.startswith("results/")]
        queue += [file for file in new if file not in seen]
        seen |= set(new)
    ratios = {f"ratios_{country}" for country in COUNTRIES}
    return [*made.raw_inputs(path), *sorted(ratios & {Path(file).stem for file in seen})]


def compared(wildcards):
    """Parameter function: everything about the two vintages that is not in their products."""
    a, b = wildcards.a, wildcards.b
    patterns = {name: table(name) for name in sorted({*JUDGED, *EVIDENCE, *RESULTS, "candidates"})}
    patterns["claims"] = "results/{vintage}/claims.csv"
    rests = {
        name: [rests_on(pattern.format(vintage=vintage)) for vintage in (a, b)]
        for name, pattern in patterns.items()
    }
    return {
        "names": [a, b],
        "readings": differing(wildcards),
        "stand_ins": stand_ins(wildcards),
        "units": {
            file: MANIFEST[file].unit
            for file in (path.removeprefix(f"{RAW}/") for path in read_differently(wildcards))
        },
        "rests": rests,
        "pins": pin_rows(a, b),
        "definitions": [settings(config, vintage, "definitions") for vintage in (a, b)],
        "sample": config["sample"],
        "countries": list(COUNTRIES),
        "unit_roots": rules.unit_roots.params.tests,
        "page": f"results/compare/{a}..{b}/report.html",
    }


def say_comparison():
    """Say the result of `snakemake compare` last, below Snakemake's own closing lines."""
    for job in workflow.dag.jobs:
        if job.rule.name == "compare" and Path(job.input.summary).is_file():
            summary = json.loads(Path(job.input.summary).read_text(encoding="utf-8"))
            atexit.register(print, summary["line"])


rule comparison_of_vintages:
    input:
        **{
            f"{kind}_{side}": f"results/{{{side}}}/{name}"
            for side in "ab"
            for kind, name in {
                "numbers": "numbers.json",
                "claims": "claims.csv",
                "computations": "claim_computations.json",
                "text": "paper.md",
            }.items()
        },
        **{f"tables_{side}": [f"results/{{{side}}}/tables/{name}.csv" for name in JUDGED] for side in "ab"},
        **{f"figures_{side}": [f"results/{{{side}}}/figures/{name}.csv" for name in FIGURES] for side in "ab"},
        **{
            f"ratios_{side}": [f"results/{{{side}}}/tables/ratios_{country}.csv" for country in COUNTRIES]
            for side in "ab"
        },
        raw=read_differently,
        corrections="data/corrections.csv",
        style=["report/page/style.css", "report/page/compare.css"],
        script="report/page/compare.js",
        code=code("comparison_of_vintages.py"),
    output:
        report=document(
            f"{COMPARED}/report.html", "Comparison", "What changed between vintages", "comparison.rst"
        ),
        numbers=f"{COMPARED}/numbers.csv",
        decisions=f"{COMPARED}/decisions.csv",
        revisions=f"{COMPARED}/revisions.csv",
        summary=f"{COMPARED}/summary.json",
        figures=directory(f"{COMPARED}/figures"),
    params:
        chosen=compared,
    message:
        "Comparing {wildcards.a} with {wildcards.b}"
    script:
        "../scripts/comparison_of_vintages.py"


rule compare:
    # No output: asked for by name it always runs, so that its exit code and the line are given even if all is up to date.
    input:
        summary=f"results/compare/{FIRST}..{SECOND}/summary.json",
        code=code("compare.py"),
    params:
        flips=config["compare"]["flips"],
    message:
        f"What changed from {FIRST} to {SECOND}"
    script:
        "../scripts/compare.py"
