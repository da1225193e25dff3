"""The programme that draws interactive views in a browser: Vega, Vega-Lite and vega-embed, as vl-convert has them."""

from __future__ import annotations

import base64
import gzip
from typing import Final

import vl_convert

ENTRY: Final = "window.vegaEmbed = vegaEmbed;"


def runtime() -> str:
    """Return the programme, gzip-compressed, as base64; it defines ``vegaEmbed``."""
    code = vl_convert.javascript_bundle(ENTRY)
    return base64.b64encode(gzip.compress(code.encode(), compresslevel=9, mtime=0)).decode("ascii")
