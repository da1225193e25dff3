"""The map of the README is that of the build: number, title, command, code and data of each figure and table."""

import csv
import json
import re
import subprocess
import sys

from conftest import ROOT

from multiplier.report.readme import BEGIN, END, result_map, with_map

README = (ROOT / "README.md").read_text(encoding="utf-8")
TITLES = list(csv.DictReader((ROOT / "report/titles.csv").open(encoding="utf-8", newline="")))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in README.partition(BEGIN)[2].partition(END)[0].splitlines()
    if re.match(r"\| (Figure|Table) \d", line)
]


def test_the_map_is_that_of_the_build(build):
    found = json.loads(build.results()["provenance.json"])
    expected = with_map(README, result_map(found["items"], TITLES, found["steps"]))
    assert expected == README, "the map of README.md is out of date; after a build run `make readme-map`"


def test_the_map_has_every_figure_and_table_once(build):
    items = json.loads(build.results()["contents.json"])["items"]
    assert sorted(row[0] for row in ROWS) == sorted(f"{item['kind'].capitalize()} {item['number']}" for item in items)


def test_what_the_map_names_exists(build):
    for label, _, command, code, data in ROWS:
        named = re.findall(r"`([^`]+)`", data)
        assert named, label
        if code:
            named += re.findall(r"rule `\w+`, `([^`]+)`", code)
            named += re.fullmatch(r"`snakemake --cores 4 (.+)`", command)[1].split()
        for path in named:
            assert (build.path / path).is_file(), (label, path)


def test_the_commands_of_the_map_are_understood(build):
    """All targets at once: a name that no rule makes stops the dry run."""
    commands = [found[1] for row in ROWS if (found := re.fullmatch(r"`snakemake --cores 4 (.+)`", row[2]))]
    targets = {target for command in commands for target in command.split()}
    assert len(targets) > 60
    assert "Nothing to be done" in build.snakemake("--dry-run", *sorted(targets)).stdout


def test_an_old_map_is_replaced_and_the_rest_stays(tmp_path, build):
    old = README.replace("| Figure 5 |", "| Figure 55 |")
    assert old != README
    (tmp_path / "README.md").write_text(old, encoding="utf-8")
    for name in ("workflow", "report", "results"):
        (tmp_path / name).symlink_to(build.path / name)
    script = tmp_path / "map.py"
    script.write_text((ROOT / "workflow/readme_map.py").read_text().replace("parents[1]", "parents[0]"))
    subprocess.run([sys.executable, str(script)], check=True, env={"PYTHONPATH": str(ROOT / "workflow")})
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == README


def test_titles_need_no_escaping_in_a_table():
    assert not [row["title"] for row in TITLES if set(row["title"]) & set("|<>`*_")]
