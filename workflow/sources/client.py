"""One HTTP client for all sources: time limits, repeats with growing pauses, whole bodies only, no key in messages."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
import tenacity
from tqdm import tqdm

from sources import FetchError

Item = TypeVar("Item")

SECRETS = ("api_key",)
BUSY = 429
TIMED_OUT = 408
SERVER_FAULT = 500
LONGEST_PAUSE = 120.0  # seconds; a server that asks for a longer one is left alone
WHOLE = 10.0  # a body may take so many times the time limit of a single read
PAGE_ATTEMPTS = 2  # an overloaded server may send a page once; twice, it is the answer


class RefusedError(FetchError):
    """The server's answer is final: repeating the request would not change it."""

    def __init__(self, message: str, status: int, content: bytes):
        super().__init__(message)
        self.status = status
        self.content = content


@dataclass(frozen=True)
class Response:
    """A whole body with what the server says of it; ``url`` is the publisher's, without the key."""

    content: bytes
    content_type: str
    encoding: str | None  # as declared
    url: str
    date: str  # YYYY-MM-DD by the server's clock; empty if it does not say


class _AgainError(Exception):
    """Worth another attempt, ``after`` so many seconds if the server said so, up to ``limit`` attempts in all."""

    def __init__(self, message: str, after: float | None = None, limit: int = sys.maxsize):
        super().__init__(message)
        self.after = after
        self.limit = limit


class _Mirror(httpx.HTTPTransport):
    """Sends each request to ``<mirror>/<host>/<path>``; redirects are still resolved against the true address."""

    def __init__(self, mirror: str):
        super().__init__()
        self._mirror = httpx.URL(mirror)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = self._mirror.raw_path.rstrip(b"/") + b"/" + request.url.raw_host + request.url.raw_path
        url = self._mirror.copy_with(raw_path=path)
        headers = [pair for pair in request.headers.raw if pair[0].lower() != b"host"]
        headers.insert(0, (b"Host", url.netloc))
        return super().handle_request(
            httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)
        )


def _check_mirror(mirror: str) -> None:
    """Raise :class:`FetchError` if ``mirror`` is no address of a server."""
    try:
        url = httpx.URL(mirror)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"--mirror {mirror!r}: expected an address that begins with http:// or https://.")


def _seconds(answer: httpx.Response) -> float | None:
    """Return what Retry-After asks for: a number of seconds, or a date by the server's own clock."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        now = parsedate_to_datetime(answer.headers["Date"])
        return max(0.0, (parsedate_to_datetime(asked) - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _is_page(answer: httpx.Response, body: bytes) -> bool:
    start = body[:200].lstrip().lower()
    return answer.headers.get("Content-Type", "").startswith("text/html") or start.startswith((b"<!doctype", b"<html"))


def _day(answer: httpx.Response) -> str:
    try:
        return parsedate_to_datetime(answer.headers["Date"]).date().isoformat()
    except (KeyError, TypeError, ValueError):
        return ""


class Client:
    """Gets addresses, or their copies on a mirror.

    Parameters
    ----------
    mirror
        Address of a server that has ``<mirror>/<host>/<path>`` for every ``https://<host>/<path>``.
    attempts
        How often a request is made at most.
    timeout
        Seconds for a connection and for each read; a whole body may take :data:`WHOLE` times that.
    pause
        Seconds before the first repeat; each further one waits twice as long, unless the server says how long.
    progress
        Show a bar; None: on a terminal.
    """

    def __init__(
        self,
        mirror: str | None = None,
        attempts: int = 5,
        timeout: float = 30.0,
        pause: float = 1.0,
        progress: bool | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log addresses with the key in them
        if mirror:
            _check_mirror(mirror)
        self._through = f" by way of {mirror}" if mirror else ""
        self._http = httpx.Client(
            transport=_Mirror(mirror) if mirror else None,
            timeout=timeout,
            follow_redirects=True,
            headers={"User-Agent": "money-multiplier-vintages/1"},
        )
        self._attempts = attempts
        self._timeout = timeout
        self._pause = pause
        self._quiet = not (sys.stderr.isatty() if progress is None else progress)
        self._sleep = sleep

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def each(self, items: Iterable[Item], what: str) -> Iterator[Item]:
        """Go through ``items`` with a bar that counts them."""
        yield from tqdm(items, desc=what, unit="", leave=False, disable=self._quiet, file=sys.stderr)

    def get(self, url: str, params: Mapping[str, str] | None = None, expect: str | None = None) -> Response:
        """Return the whole body at ``url``.

        Parameters
        ----------
        url, params
            Address and query.
        expect
            What the body should be, such as CSV or JSON; an HTML page in its place is then an error. None: anything.

        Raises
        ------
        RefusedError
            At 400, 401, 403, 404 and other answers that a repeat would not change.
        FetchError
            If no attempt brought a whole answer.
        """
        query = dict(params or {})
        hidden = {query[key] for key in SECRETS if query.get(key)}
        open_query = {key: value for key, value in query.items() if key not in SECRETS}
        shown = str(httpx.URL(url, params=open_query) if open_query else httpx.URL(url))
        made = 0

        def once() -> Response:
            nonlocal made
            made += 1
            return self._once(url, query, shown, expect)

        def pause(state: tenacity.RetryCallState) -> float:
            again = self._reason(state)
            return min(LONGEST_PAUSE, self._pause * 2 ** (made - 1)) if again.after is None else again.after

        def stop(state: tenacity.RetryCallState) -> bool:
            return made >= min(self._attempts, self._reason(state).limit)

        repeat = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AgainError), stop=stop, wait=pause, sleep=self._sleep, reraise=True
        )
        try:
            return repeat(once)
        except _AgainError as again:
            text = str(again)
            for secret in hidden:
                text = text.replace(secret, "...")
            times = f"tried {made} times" if made > 1 else "tried once"
            raise FetchError(f"{shown}: {text} ({times}); try again later.") from None

    @staticmethod
    def _reason(state: tenacity.RetryCallState) -> _AgainError:
        error = state.outcome.exception() if state.outcome else None
        assert isinstance(error, _AgainError)
        return error

    def _once(self, url: str, query: Mapping[str, str], shown: str, expect: str | None) -> Response:
        try:
            with self._http.stream("GET", url, params=query or None) as answer:
                body = self._body(answer, shown)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise FetchError(f"{shown}: the address cannot be used ({type(error).__name__}); correct it.") from None
        except httpx.TimeoutException:
            raise _AgainError(f"no answer within {self._timeout:g} seconds") from None
        except httpx.ConnectError as error:
            raise _AgainError(f"the server cannot be reached{self._through} ({error})") from None
        except httpx.RequestError as error:
            raise _AgainError(f"the answer broke off ({error})") from None
        status = answer.status_code
        if status in (BUSY, TIMED_OUT) or status >= SERVER_FAULT:
            after = _seconds(answer)
            if after is not None and after > LONGEST_PAUSE:
                raise FetchError(f"{shown}: the server asks to wait {after:g} seconds ({status}); try again then.")
            raise _AgainError(f"the server answered {status} {answer.reason_phrase}".rstrip(), after)
        if not answer.is_success:
            message = f"{shown}: the server answered {status} {answer.reason_phrase}".rstrip() + self._through
            raise RefusedError(f"{message}; check the name and the vintage that were asked for.", status, body)
        if expect and _is_page(answer, body):
            raise _AgainError(f"found an HTML page, expected {expect}", limit=PAGE_ATTEMPTS)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Response(body, kind, answer.charset_encoding, shown, _day(answer))

    def _body(self, answer: httpx.Response, shown: str) -> bytes:
        declared = answer.headers.get("Content-Length", "")
        total = int(declared) if declared.isdigit() else None
        name = shown.partition("?")[0].rpartition("/")[2]
        bar: Any = tqdm(
            total=total, desc=name, unit="B", unit_scale=True, leave=False, disable=self._quiet, file=sys.stderr
        )
        parts, end = [], time.monotonic() + WHOLE * self._timeout
        with bar:
            for part in answer.iter_bytes():
                parts.append(part)
                bar.n = answer.num_bytes_downloaded
                bar.refresh()
                if time.monotonic() > end:
                    raise _AgainError(f"no whole answer within {WHOLE * self._timeout:g} seconds")
        if total is not None and answer.num_bytes_downloaded != total:
            raise _AgainError(f"{answer.num_bytes_downloaded} bytes came, {total} were announced")
        return b"".join(parts)
