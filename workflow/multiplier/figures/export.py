"""A figure as bytes in three formats, the same on every build."""

from __future__ import annotations

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Dates and programme versions would differ from build to build or machine to machine.
METADATA = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


def render(figure: Figure, format_: str) -> bytes:
    """Return ``figure`` as ``svg``, ``pdf`` or ``png``."""
    FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=format_, metadata=METADATA[format_])
    return buffer.getvalue()
