"""What the readers need of an HTTP client."""

from __future__ import annotations

from typing import Protocol


class Response(Protocol):
    """An answer: its body."""

    @property
    def content(self) -> bytes:
        """Return the body."""


class Client(Protocol):
    """Something that gets an address."""

    def get(self, url: str, params: dict[str, str] | None = None) -> Response:
        """Return the answer of an address."""
