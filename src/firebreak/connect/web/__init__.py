"""How does Firebreak ask the outside? The one HTTP client: public addresses only, short, polite, silent."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ssl import SSLCertVerificationError, SSLContext, SSLError

import httpcore2

from firebreak import __version__
from firebreak.connect.web.address import Resolve, allowed_hosts, ask_dns
from firebreak.connect.web.body import ACCEPTED, unpacked
from firebreak.connect.web.target import Target, redacted
from firebreak.connect.web.turns import Turns
from firebreak.connect.web.way import Deadline, Way
from firebreak.core.errors import SourceBlocked, SourceDown, SourceLimited

__all__ = ["USER_AGENT", "Answer", "Limits", "Target", "Web", "redacted"]

USER_AGENT = f"Firebreak/{__version__} (reads public posts about a brand; asks rarely; honours Retry-After)"

_log = logging.getLogger(__name__)
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (500, 502, 503, 504)  # worth another try at once
_FINAL = (401, 410, 451)  # nothing changes until a person acts
_KINDS = {429: SourceLimited, 401: SourceBlocked, 403: SourceBlocked, 451: SourceBlocked}
_LONGEST_WAIT_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost; `deadline_seconds` covers its name, connection, redirects, retries and answer."""

    deadline_seconds: float = 10.0
    body_bytes: int = 5 * 2**20
    redirects: int = 5
    retries: int = 2
    pause_seconds: float = 1.0  # between two requests to one host


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a server gave: 2xx with a body, or 304. Header names are in lower case, `target` is the last redirect's."""

    target: Target
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304

    def at(self, otherwise: datetime) -> datetime:
        """When the server says that it answered, else the time given."""
        return _http_date(self.headers.get("date", "")) or otherwise

    def __repr__(self) -> str:
        return f"Answer({self.target}, status={self.status}, bytes={len(self.body)})"


class _Passing(SourceDown):
    """A failure that another try may well not meet."""


class Web:
    """Asks and sends. One per process, so that all sources share the politeness; safe between threads."""

    def __init__(
        self,
        *,
        limits: Limits = Limits(),
        rng: random.Random | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolve: Resolve = ask_dns,
    ) -> None:
        self._limits = limits
        self._rng = rng or random.Random()
        self._sleep = sleep
        self._now = now
        self._resolve = resolve
        self._turns = Turns(pause_seconds=limits.pause_seconds, sleep=sleep)

    def get(self, address: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Give the answer of an http(s) address, following redirects and trying again what passes.

        `headers` go to every host on the way, so no secret belongs in them; user and password belong in the address.

        Raises AddressRefused for an address that is not public (and not in FIREBREAK_ALLOW_HOSTS), SourceDown for
        every other failure; `problem` or `status` says which, `retry_after_seconds` when the server asked to wait.
        """
        target = Target.of(address)
        with self._turns.at(target.host):
            return self._persist(target, headers or {}, Deadline(self._limits.deadline_seconds))

    def send(self, method: str, address: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Ask once, with headers that may hold a secret: no redirect is followed, and nothing is tried again by itself.

        It waits for no turn, for who sends must have begun by a certain time. Raises as `get` does. `perhaps` is set
        where the request left and no whole answer came: nobody knows whether it was done.
        """
        target = Target.of(address)
        answer = self._ask(target, headers, Deadline(self._limits.deadline_seconds), method=method, content=body)
        if answer.status in _REDIRECTS:
            raise SourceDown(host=target.host, status=answer.status, problem="redirected", permanent=True)
        return self._judged(answer, conditional=False)

    def _persist(self, target: Target, headers: Mapping[str, str], deadline: Deadline) -> Answer:
        for attempt in range(self._limits.retries):
            try:
                return self._follow(target, headers, deadline)
            except _Passing:
                pause = 0.25 * 2**attempt * self._rng.uniform(0.5, 1.5)
                if pause >= deadline.left():
                    raise
                self._sleep(pause)
        return self._follow(target, headers, deadline)

    def _follow(self, target: Target, headers: Mapping[str, str], deadline: Deadline) -> Answer:
        seen: set[str] = set()
        for _ in range(self._limits.redirects + 1):
            if target.plain in seen:
                raise SourceDown(host=target.host, problem="redirect_loop")
            seen.add(target.plain)
            answer = self._ask(target, headers, deadline)
            if answer.status not in _REDIRECTS:
                return self._judged(answer, conditional=any(name.lower().startswith("if-") for name in headers))
            if not answer.headers.get("location"):
                raise SourceDown(host=target.host, status=answer.status, problem="bad_redirect")
            target = target.joined(answer.headers["location"])
        raise SourceDown(host=target.host, problem="too_many_redirects")

    def _ask(
        self,
        target: Target,
        headers: Mapping[str, str],
        deadline: Deadline,
        *,
        method: str = "GET",
        content: bytes = b"",
    ) -> Answer:
        way = Way(deadline=deadline, resolve=self._resolve, allowed=allowed_hosts())
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED, "Connection": "close", **headers}
        if target.credentials:
            sent["Authorization"] = target.credentials
        try:
            with httpcore2.ConnectionPool(ssl_context=_tls(), network_backend=way) as pool:
                answer = self._read(pool, target, sent, method=method, content=content)
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise _failure(error, target) from None
        _log.debug("asked host=%s status=%d bytes=%d", target.host, answer.status, len(answer.body))
        return answer

    def _read(
        self, pool: httpcore2.ConnectionPool, target: Target, sent: Mapping[str, str], *, method: str, content: bytes
    ) -> Answer:
        url = httpcore2.URL(
            scheme=target.url.raw_scheme, host=target.url.raw_host, port=target.url.port, target=target.url.raw_path
        )
        with pool.stream(method, url, headers=list(sent.items()), content=content or None) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            body = b""
            if 200 <= response.status < 300:
                encoding, most = headers.get("content-encoding", ""), self._limits.body_bytes
                body = unpacked(response.iter_stream(), encoding=encoding, most_bytes=most, host=target.host)
            return Answer(target, response.status, headers, body)

    def _judged(self, answer: Answer, *, conditional: bool) -> Answer:
        status, host = answer.status, answer.target.host
        if 200 <= status < 300 or (status == 304 and conditional):
            return answer
        wait, kind = self._wait_seconds(answer), _KINDS.get(status, SourceDown)
        if wait is not None:
            raise kind(host=host, status=status, retry_after_seconds=wait)
        if status in _PASSING:
            raise _Passing(host=host, status=status)
        raise kind(host=host, status=status, permanent=status in _FINAL)

    def _wait_seconds(self, answer: Answer) -> float | None:
        """Read Retry-After, as seconds or as a date by the server's own clock; at most a week."""
        text = answer.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return min(float(text[:9]), _LONGEST_WAIT_SECONDS)
        until = _http_date(text)
        if until is None:
            return None
        wait = (until - answer.at(self._now())).total_seconds()
        return min(max(wait, 0.0), _LONGEST_WAIT_SECONDS)


def _failure(error: Exception, target: Target) -> SourceDown:
    """Name a failure of the network. Its own words are left out: they may quote what was sent."""
    left = {} if isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout) else {"perhaps": True}
    if isinstance(error, httpcore2.TimeoutException):
        return SourceDown(host=target.host, problem="timeout", **left)
    cause = error.__cause__
    if isinstance(cause, SSLError):
        broken = isinstance(cause, SSLCertVerificationError)
        return SourceDown(host=target.host, problem="bad_certificate" if broken else "bad_tls", **left)
    if isinstance(error, httpcore2.LocalProtocolError):
        return SourceDown(host=target.host, problem="bad_request", permanent=True)
    problem = "bad_http" if isinstance(error, httpcore2.ProtocolError) else "unreachable"
    return _Passing(host=target.host, problem=problem, **left)


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@cache
def _tls() -> SSLContext:
    return httpcore2.default_ssl_context()
