# The Chinese edition: abstract, captions, verdicts and claims from the numbers of the paper.

CHINESE_FONT = "report/fonts/noto-serif-cjk/NotoSerifCJKsc-Regular.otf"


rule chinese_text:
    input:
        **{name: PRINTED[name] for name in ["claim_counts", "claim_missing", "claims", "printed"]},
        numbers="results/{vintage}/numbers.json",
        contents="results/{vintage}/contents.json",
        computations="results/{vintage}/claim_computations.json",
        words="report/zh/words.csv",
        terms="report/zh/terms.csv",
        causes="report/zh/causes.csv",
        statements="report/zh/claims.csv",
        sections=sorted(map(str, Path("report/zh").glob("*.md"))),
        code=code("chinese_text.py"),
    output:
        text="results/{vintage}/paper.zh.md",
    params:
        folder="report/zh",
        evidence=claim_evidence,
        origins=origins,
    message:
        "Text of the Chinese edition ({wildcards.vintage})"
    script:
        "../scripts/chinese_text.py"


rule chinese_html:
    input:
        text="results/{vintage}/paper.zh.md",
        figures=expand("results/{{vintage}}/figures/{figure}.svg", figure=FIGURES),
        template="report/page/paper.html",
        styles=[*PAGE_STYLES, "report/page/chinese.css"],
        scripts=[f"report/page/{name}.js" for name in ["contents", "scroll", "tables", "ledger"]],
        bibliography="report/references.bib",
        font=CHINESE_FONT,
        code=code("chinese_html.py"),
    output:
        page="results/{vintage}/paper.zh.html",
    params:
        family="Paper Song",
    message:
        "The Chinese edition as HTML ({wildcards.vintage})"
    script:
        "../scripts/chinese_html.py"


rule chinese_pdf:
    input:
        text="results/{vintage}/paper.zh.md",
        figures=expand("results/{{vintage}}/figures/{figure}.svg", figure=FIGURES),
        template="report/paper.typ",
        bibliography="report/references.bib",
        font=CHINESE_FONT,
        code=code("chinese_pdf.py"),
    output:
        source="results/{vintage}/paper.zh.typ",
        pdf="results/{vintage}/paper.zh.pdf",
    params:
        edition=config["paper"]["edition"],
    message:
        "The Chinese edition as PDF ({wildcards.vintage})"
    script:
        "../scripts/chinese_pdf.py"
