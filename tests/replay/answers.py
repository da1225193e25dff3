"""What a layout is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """A request: ``path`` is /<host>/<path>; ``number`` counts the requests for it from 1."""

    path: str
    query: dict[str, str]
    number: int


@dataclass(frozen=True)
class Answer:
    """An answer, and what goes wrong with it."""

    body: bytes
    content_type: str = CSV
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte
    cut: int | None = None  # bytes after which the connection is closed, though all are announced


Route = Callable[[Request], Answer]
PAGE = b"<!DOCTYPE html>\n<html><head><title>Error</title></head><body>Please try again later.</body></html>\n"


def page(status: int = 200, **headers: str) -> Answer:
    """An HTML page, as error pages and overloaded servers have it."""
    return Answer(PAGE, HTML, status, {key.replace("_", "-"): value for key, value in headers.items()})
