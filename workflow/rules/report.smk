# What Snakemake's own report shows, and says of it: `snakemake --report report.zip` (or .html) after a build.

import csv

from multiplier.report.outline import described, outline, rst, sections


report: "../../report/workflow/workflow.rst"


TITLES = list(csv.DictReader(Path(workflow.basedir, "report/titles.csv").open(encoding="utf-8", newline="")))
HEAVY = {"tables/k2_candidates"}  # too large for a page: every candidate of the search
# Browsers open nothing of more than two megabytes that is embedded in a page: documents come with the zip, as files.
DOCUMENTS = any(argument.endswith(".zip") for argument in sys.argv)
CAPTION = "../../report/workflow/item.rst"
# The report sorts its categories by name; the numbers keep the paper's order.
CATEGORIES = {
    kind: f"{place} {kind}" for place, kind in enumerate("Figures Tables Claims Paper Comparison".split(), 1)
}


def product_name(path):
    """The vintage of a product, and its path without vintage and ending, as titles.csv has it."""
    if not path.startswith("results/"):
        return config["vintage"], path.rpartition(".")[0]
    vintage, _, rest = path.removeprefix("results/").partition("/")
    return vintage, rest.rpartition(".")[0]


@cache
def paper_outline(vintage):
    """Product -> what the paper shows of it, from a finished build."""
    folder = Path("results", vintage)
    if not (folder / "contents.json").is_file():
        raise WorkflowError(
            f"{folder}/contents.json does not exist; the report shows a finished build, so build it first: "
            f"snakemake --cores 4 --config vintage={vintage}"
        )
    items = json.loads((folder / "contents.json").read_text(encoding="utf-8"))["items"]
    return outline(items, TITLES, sections((folder / "paper.md").read_text(encoding="utf-8")))


def about(path, answer):
    """Function of the wildcards: what ``answer`` says of a product, given its outline and vintage."""

    def said(wildcards):
        vintage, name = product_name(path.format(**wildcards))
        return answer(paper_outline(vintage)[name], vintage)

    return said


def item_labels(shown, vintage):
    """Number with title, and vintage, of what shows a product; numbers in two digits, because the report sorts texts.

    Number and title are one label: the report makes a switch of any further label that takes two values.
    """
    numbers = ", ".join(f"{number:02d}" for number in shown.numbers)
    return {"item": f"{numbers}. {'; '.join(shown.titles)}", "vintage": vintage}


def in_report(path, kind):
    """Mark a product that figures or tables of the paper show."""
    return report(
        path,
        caption=CAPTION,
        category=CATEGORIES[kind],
        subcategory=about(path, lambda shown, _: shown.section) if kind == "Tables" else None,
        labels=about(path, item_labels),
    )


def document(path, kind, title, caption):
    """Mark a document of its own: the paper, the comparison."""
    if not DOCUMENTS:
        return path
    return report(
        path,
        caption=f"../../report/workflow/{caption}",
        category=CATEGORIES[kind],
        labels=lambda wildcards: {
            "item": title,
            "vintage": getattr(wildcards, "vintage", None) or f"{wildcards.a} and {wildcards.b}",
        },
    )


def result(name):
    """The path of a table of results that a rule makes, marked for the report where the paper prints it."""
    printed = {row["product"] for row in TITLES} - HEAVY
    names = {f"tables/{name.format(country=country)}" for country in COUNTRIES}
    return in_report(table(name), "Tables") if names <= printed else table(name)


def said_of(categories):
    """Text of a caption: what the paper says of the product, and where it comes from.

    Snakemake fills the captions in the order of ``categories`` and does not say which is next: it is the first without.
    """
    records = (record for inside in categories.values() for found in inside.values() for record in found)
    path = str(next(record.path for record in records if not hasattr(record, "caption")))
    vintage, name = product_name(path)
    text = described(paper_outline(vintage)[name])
    if not path.startswith("results/"):
        return f"{text}\n\n{rst(f'From {path}.')}"
    raw = ", ".join(lineage().raw_inputs(path))
    return f"{text}\n\n{rst(lineage().origin(path, vintage))}" + (
        f" {rst(f'Behind it: {raw}.')}" if raw else ""
    )
