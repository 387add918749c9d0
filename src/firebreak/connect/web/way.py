"""How does a request travel? To checked addresses only, and never longer than its deadline."""

import logging
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore2

from firebreak.connect.web.address import Resolve, addresses_of

# Its debug lines print whole headers, and with them cookies and the targets of redirects.
logging.getLogger("httpcore2").setLevel(logging.INFO)


class Deadline:
    """A moment on the monotonic clock by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds left, at least 0."""
        return max(0.0, self._at - time.monotonic())


class Way(httpcore2.NetworkBackend):
    """Resolves a name once, checks every address of it, and connects to one of those: the name cannot change between.

    The name itself stays in the URL, so Host and SNI say it and the certificate is checked against it.
    """

    def __init__(self, *, deadline: Deadline, resolve: Resolve, allowed: frozenset[str]) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allowed = allowed
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address that answers, sharing what is left of the time between them."""
        name = host.strip("[]")
        addresses = addresses_of(
            name, port, seconds=self._deadline.left(), resolve=self._resolve, allowed=self._allowed
        )
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for place, address in enumerate(addresses):
            seconds = _left(self._deadline, httpcore2.ConnectTimeout) / (len(addresses) - place)
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=seconds, socket_options=())
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return Timed(stream, self._deadline)
        raise failure or httpcore2.ConnectError("no address")


class Timed(httpcore2.NetworkStream):
    """A connection whose every step ends with the deadline, so that a drip of single bytes gains nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._deadline, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._deadline, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        seconds = _left(self._deadline, httpcore2.ConnectTimeout)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, timeout=seconds), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: Deadline, late: type[httpcore2.TimeoutException]) -> float:
    left = deadline.left()
    if left <= 0:
        raise late("deadline")
    return left
