"""The bundle: one zip with paper, results, raw figures and code, that a reviewer can rebuild and compare."""

from multiplier import DataError

PREFIX = "money-multiplier-"  # of the one folder at the top of the zip; the vintage follows


class BundleError(DataError):
    """A bundle cannot be made or checked; the message is one sentence for the person who asked for it."""
