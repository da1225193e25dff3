"""`snakemake claims` prints the counts whether or not anything is to be done."""

SENTENCE = "138 claims: "


def test_the_counts_are_printed_every_time_and_a_plain_run_does_nothing(build):
    before = build.results()
    for _ in range(2):
        run = build.snakemake("claims")
        assert run.returncode == 0, run.stdout
        lines = run.stdout.splitlines()
        printed = next(place for place, line in enumerate(lines) if line.startswith(SENTENCE))
        assert lines[printed - 1].startswith("All studies ")
        assert any(line.startswith("Settlement currency study ") for line in lines)
        assert run.stdout.count(SENTENCE) == 1, "said in one place"
    again = build.snakemake()
    assert "Nothing to be done" in again.stdout
    assert SENTENCE not in again.stdout
    assert build.results() == before
