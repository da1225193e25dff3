"""The bundle: one zip with paper, results, raw figures and code, that a reviewer can rebuild and compare."""

from collections.abc import Mapping
from typing import Any

from multiplier import DataError

PREFIX = "money-multiplier-"  # of the one folder at the top of the zip; the vintage follows


class BundleError(DataError):
    """A bundle cannot be made or checked; the message is one sentence for the person who asked for it."""


def computed(item: Mapping[str, Any]) -> list[str]:
    """Return the results behind a figure or table of contents.json, the main one first; none for data alone."""
    return [path for path in item["products"] if path.startswith("results/")]
