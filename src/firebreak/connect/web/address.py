"""Which addresses may Firebreak call? Only public ones, unless the operator has named the host."""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread

from firebreak.core.errors import AddressRefused, SourceDown

ALLOW_HOSTS = "FIREBREAK_ALLOW_HOSTS"

Resolve = Callable[[str, int, float], Sequence[str]]
"""(host, port, seconds) → the addresses of the host as text; raises SourceDown."""

# Beyond what `ipaddress` calls private, reserved, loopback, link-local, multicast or unspecified.
_REFUSED = tuple(
    ip_network(net)
    for net in (
        "100.64.0.0/10",  # shared by carriers, RFC 6598; Alibaba's metadata lies in it
        "168.63.129.16/32",  # Azure's host, a public number that only its guests reach
        "192.0.0.0/24",  # RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "64:ff9b:1::/48",  # local translation, RFC 8215
        "2001::/23",  # protocol assignments with Teredo, RFC 2928
        "5f00::/16",  # segment routing, RFC 9602
        "fec0::/10",  # site-local, RFC 3879
    )
)
_TRANSLATED = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address
_SIX_TO_FOUR = ip_network("2002::/16")  # RFC 3056: bits 16–48 are the IPv4 address


def is_public(text: str) -> bool:
    """Say whether an address may be called: not this machine, its network, a carrier's, a cloud's or a group's.

    IPv4 inside IPv6 (mapped, translated, 6to4, compatible) is judged as the IPv4 address that it is.

    >>> [is_public(a) for a in ("1.1.1.1", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "100.64.0.1")]
    [True, False, False, False, False]
    """
    try:
        address = _plain(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    special = (address.is_private, address.is_loopback, address.is_link_local, address.is_multicast)
    if any(special) or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == net.version and address in net for net in _REFUSED)


def allowed_hosts(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Give what FIREBREAK_ALLOW_HOSTS names: `host` for every port of it, `host:port` for one; IPv6 in brackets."""
    return frozenset(part.strip().casefold() for part in environment.get(ALLOW_HOSTS, "").split(",") if part.strip())


def is_allowed(host: str, port: int, allowed: frozenset[str]) -> bool:
    """Say whether the operator named this host, by the name in the address and not by what it resolves to."""
    name = host.casefold().rstrip(".")
    shown = f"[{name}]" if ":" in name else name
    return not allowed.isdisjoint((name, shown, f"{shown}:{port}"))


def addresses_of(host: str, port: int, *, seconds: float, resolve: Resolve, allowed: frozenset[str]) -> Sequence[str]:
    """Resolve a host and give its addresses, all checked. One address that is not public refuses the whole host."""
    addresses = resolve(host, port, seconds)
    if not is_allowed(host, port, allowed) and not all(map(is_public, addresses)):
        raise AddressRefused(host=host, problem="private_address", permanent=True)
    return addresses


def ask_dns(host: str, port: int, seconds: float) -> Sequence[str]:
    """Ask the system's resolver, which has no time limit of its own, for at most `seconds`."""
    answers: SimpleQueue[Sequence[str] | None] = SimpleQueue()
    Thread(target=_ask, args=(host, port, answers), daemon=True).start()
    try:
        addresses = answers.get(timeout=max(seconds, 0.0))
    except Empty:
        raise SourceDown(host=host, problem="dns_timeout") from None
    if not addresses:
        raise SourceDown(host=host, problem="unknown_host")
    return addresses


def _ask(host: str, port: int, answers: "SimpleQueue[Sequence[str] | None]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        answers.put(None)
        return
    answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    number = int(address)
    if address in _TRANSLATED or (number >> 32 == 0 and number > 1):
        return IPv4Address(number & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address(number >> 80 & 0xFFFFFFFF)
    return address
