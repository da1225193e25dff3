"""A local stand-in for the publishers' servers: same addresses, same layouts, and the faults that a test asks for.

    python tests/replay/server.py --port 8765
    python workflow/fetch.py us/fred_md 2024-04 --mirror http://127.0.0.1:8765

Each module of ``layouts`` has ``ROUTES``: /<host>/<path> -> function that answers a request. The figures come from
data/raw; the layouts are written from the publishers' descriptions. The server's date is :data:`NOW`.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from replay.answers import Answer, Request, Route, page

NOW = datetime(2024, 4, 26, 12, tzinfo=UTC)


def routes() -> dict[str, Route]:
    """Return the routes of all layouts."""
    found: dict[str, Route] = {}
    for module in sorted(Path(__file__).with_name("layouts").glob("[a-z]*.py")):
        found |= importlib.import_module(f"replay.layouts.{module.stem}").ROUTES
    return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes, between which it would wait
    server: _Server

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.server.now, usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:
        if self.server.loud:
            super().log_message(format, *args)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        answer = self.server.answer(unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)))
        time.sleep(answer.wait)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for key, value in answer.headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(answer.body[: answer.cut])
        if answer.cut is not None:
            self.wfile.flush()
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, loud: bool = False):
        super().__init__(("127.0.0.1", port), _Handler)
        self.loud = loud
        self.now = NOW
        self.routes = routes()
        self.faults: dict[str, list[Answer]] = {}
        self.for_ever: dict[str, Answer] = {}
        self.seen: Counter[str] = Counter()
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has given up waiting is no fault of the server."""

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        with self.lock:
            self.seen[path] += 1
            number = self.seen[path]
            if path in self.for_ever:
                return self.for_ever[path]
            if self.faults.get(path):
                return self.faults[path].pop(0)
        route = self.routes.get(path)
        return route(Request(path, query, number)) if route else page(404)


class Replay:
    """The server in a thread of its own, for tests."""

    def __init__(self) -> None:
        self._server = _Server(0)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Replay:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address to give as --mirror."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def seen(self) -> Counter[str]:
        """How often each path was asked for."""
        return self._server.seen

    def first(self, path: str, *answers: Answer) -> None:
        """Answer the next requests for ``path`` with these, then as before."""
        self._server.faults[path] = list(answers)

    def always(self, path: str, answer: Answer) -> None:
        """Answer every request for ``path`` with this."""
        self._server.for_ever[path] = answer

    def route(self, path: str) -> Answer:
        """Return what the layout would answer."""
        return self._server.routes[path](Request(path, {}, 0))

    def date(self, now: datetime) -> None:
        """Set the server's clock."""
        self._server.now = now


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the publishers' layouts from the figures in data/raw.")
    parser.add_argument("--port", type=int, default=8765)
    server = _Server(parser.parse_args().port, loud=True)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
