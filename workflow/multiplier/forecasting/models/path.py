"""What every forecasting model returns: a path, the standard errors of its months, whether its fit converged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri


@dataclass(frozen=True)
class Path:
    """Forecasts of months 1..H after the origin and their standard errors, shape (H,) each."""

    mean: np.ndarray
    error: np.ndarray
    converged: bool = True

    def bounds(self, level: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the Gaussian interval of ``level`` percent."""
        half = ndtri(0.5 + level / 200) * self.error
        return self.mean - half, self.mean + half


# A model takes what is known at the origin (months as index, last row the origin) and the number of months.
Model = Callable[[pd.DataFrame, int], Path]


def accumulated(weights: np.ndarray, sigma2: float) -> np.ndarray:
    """Return standard errors of 1..H-step forecasts from the first H weights of the moving-average form."""
    return np.sqrt(sigma2 * np.cumsum(np.square(weights)))
