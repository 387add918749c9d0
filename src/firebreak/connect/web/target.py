"""Where does a request go, and how may that be told without its secrets?"""

import base64
from dataclasses import dataclass

import httpx2

from firebreak.core.errors import AddressRefused, SourceDown

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """An http or https address. Its text and repr show neither user, password nor query."""

    url: httpx2.URL

    @classmethod
    def of(cls, address: str) -> "Target":
        """Read an address. Raises AddressRefused for what is no http(s) address with a host."""
        return cls(_checked(address, None))

    def joined(self, location: str) -> "Target":
        """Give the address that a redirect names; user and password stay only within the same origin."""
        url = _checked(location, self.url)
        if (url.scheme, url.host, url.port) == (self.url.scheme, self.url.host, self.url.port) and not url.userinfo:
            url = url.copy_with(userinfo=self.url.userinfo)
        return Target(url)

    @property
    def host(self) -> str:
        return self.url.raw_host.decode("ascii")

    @property
    def port(self) -> int:
        return self.url.port or _PORTS[self.url.scheme]

    @property
    def credentials(self) -> str:
        """The value of an Authorization header, empty if the address names no user."""
        if not self.url.userinfo:
            return ""
        pair = f"{self.url.username}:{self.url.password}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"

    @property
    def plain(self) -> str:
        """The address without user and password, as it may be kept with the posts that it gave."""
        return str(self.url.copy_with(userinfo=b"", fragment=None))

    def __str__(self) -> str:
        shown = str(self.url.copy_with(userinfo=b"", query=None, fragment=None))
        return f"{shown}?…" if self.url.query else shown

    def __repr__(self) -> str:
        return f"Target({self})"


def redacted(address: str) -> str:
    """Give an address as it may be shown or logged: without user, password, query and fragment."""
    try:
        return str(Target.of(address))
    except SourceDown:
        return "(no address)"


def _checked(address: str, base: httpx2.URL | None) -> httpx2.URL:
    try:
        url = base.join(address) if base else httpx2.URL(address)
        host = url.host
    except (httpx2.InvalidURL, ValueError, TypeError):
        raise AddressRefused(problem="bad_address", permanent=True) from None
    if url.scheme not in _PORTS:
        raise AddressRefused(problem="scheme_refused", scheme=url.scheme, permanent=True)
    if not host or "%" in host:
        raise AddressRefused(problem="bad_address", permanent=True)
    return url
