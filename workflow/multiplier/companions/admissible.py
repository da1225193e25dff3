"""Which correlations can stand beside each other."""

from __future__ import annotations

import numpy as np


def admissible(with_other: float, other: float) -> tuple[float, float]:
    """Return between which values a correlation r(x, y) lies, given r(x, z) and r(y, z).

    The three are correlations of something only if their matrix has no negative eigenvalue.
    """
    centre = with_other * other
    room = float(np.sqrt((1 - with_other**2) * (1 - other**2)))
    return centre - room, centre + room
