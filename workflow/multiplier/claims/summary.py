"""The counts of verdicts as lines of text."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.names import study_name


def counts_as_text(counts: pd.DataFrame) -> str:
    """Return the counts as aligned lines: a study a row, a verdict a column, totals, and one sentence.

    Parameters
    ----------
    counts
        Column study, then one column of counts a verdict, as :func:`multiplier.claims.ledger.counts` has them.
    """
    named = counts.set_index(counts["study"].map(study_name)).drop(columns="study")
    total = named.sum()
    whole = pd.concat([named, total.to_frame("All studies").T]).assign(all=lambda table: table.sum(axis=1))
    width = max(len(name) for name in ["Study", *whole.index])
    columns = {name: max(len(name), len(str(whole[name].max()))) for name in whole}
    lines = ["Study".ljust(width) + "".join(f"  {name:>{room}}" for name, room in columns.items())]
    for study, row in whole.iterrows():
        lines.append(study.ljust(width) + "".join(f"  {row[name]:>{room}}" for name, room in columns.items()))
    sentence = ", ".join(f"{count} {verdict}" for verdict, count in total.items())
    return "\n".join([*lines, f"{total.sum()} claims: {sentence}."])
