"""Where may a request go, and what does it show on its way?"""

import base64
import logging
import socket
import threading
import time
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.connect.web import USER_AGENT, Limits, Target, Web, redacted
from firebreak.connect.web.address import allowed_hosts, is_allowed, is_public
from firebreak.core.errors import AddressRefused, FirebreakError, SourceDown
from tests.contracts.server import Outside

QUICK = Limits(deadline_seconds=2.0, pause_seconds=0.0, retries=0)


@pytest.fixture(autouse=True)
def feed(server: Outside) -> None:
    server.put("/feed", "ok")


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1"),
        *("192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("168.63.129.16", "100.100.100.200"),  # what clouds tell their guests
        *("::", "::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:1::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1"),
        *("ff02::1", "2001:db8::1", "not an address"),
    ],
)
def test_it_calls_nothing_but_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "140.112.8.116", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_it_may_call_public_addresses(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_ipv6_is_judged_as_what_it_is(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost", "[::1]", "[::ffff:7f00:1]"])
def test_no_way_of_writing_loopback_gets_through(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIREBREAK_ALLOW_HOSTS", raising=False)

    with pytest.raises(SourceDown):
        Web(limits=QUICK).get(f"http://{host}:9/")


@pytest.mark.parametrize(
    ("named", "host", "port", "allowed"),
    [
        ("feed.example", "Feed.Example", 8080, True),  # every port
        ("feed.example:80", "feed.example", 80, True),
        ("feed.example:80", "feed.example", 443, False),
        ("[::1]:8080", "::1", 8080, True),
        ("::1", "::1", 9, True),
        ("127.0.0.1", "localhost", 80, False),  # by name, not by what it resolves to
        ("example", "feed.example", 80, False),
        ("", "feed.example", 80, False),
    ],
)
def test_the_operator_names_exceptions(named: str, host: str, port: int, allowed: bool) -> None:
    assert is_allowed(host, port, allowed_hosts({"FIREBREAK_ALLOW_HOSTS": named})) is allowed


def test_one_private_address_among_public_ones_refuses_the_host(server: Outside) -> None:
    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        return ["1.1.1.1", "127.0.0.1"]

    with pytest.raises(AddressRefused):
        Web(limits=QUICK, resolve=resolve).get(f"http://feed.example:{server.server_port}/feed")
    assert server.asked == []


def test_the_name_is_resolved_once_and_kept_in_host(server: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer of the name server cannot move the connection."""
    asked: list[str] = []

    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    name = f"feed.example:{server.server_port}"
    monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", name)

    answer = Web(limits=QUICK, resolve=resolve).get(f"http://{name}/feed")

    assert (answer.body, asked) == (b"ok", ["feed.example"])
    assert server.asked[0][1]["Host"] == name


def test_tls_names_the_host_and_not_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    hello: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def listen() -> None:
            connection, _ = listener.accept()
            with connection:
                hello.append(connection.recv(4096))

        thread = threading.Thread(target=listen)
        thread.start()
        monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", "feed.example")
        with pytest.raises(SourceDown) as caught:
            Web(limits=QUICK, resolve=lambda *_: ["127.0.0.1"]).get(f"https://feed.example:{port}/")
        thread.join()

    assert b"feed.example" in hello[0]
    assert caught.value.context["host"] == "feed.example"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.example/", "gopher://a/", "http://", "javascript:1", "a", "http://[", ""]
)
def test_it_speaks_http_only(address: str) -> None:
    with pytest.raises(AddressRefused):
        Web(limits=QUICK).get(address)


@given(st.text())
def test_any_address_is_a_target_or_refused(address: str) -> None:
    try:
        Target.of(address)
    except FirebreakError:
        return


def test_a_name_that_does_not_answer_in_time_is_left() -> None:
    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        assert seconds <= 2.0
        raise SourceDown(host=host, problem="dns_timeout")

    with pytest.raises(SourceDown):
        Web(limits=QUICK, resolve=resolve).get("http://feed.example/")


def test_user_and_password_go_to_their_own_origin_only(server: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", "127.0.0.1,localhost")
    address = server.url("/to-feed").replace("//", "//ann:geheim@")

    Web(limits=QUICK).get(address)
    away = Target.of(address).joined("http://localhost:1/feed")

    first, second = (headers["Authorization"] for _, headers in server.asked)
    assert first == second == "Basic " + base64.b64encode(b"ann:geheim").decode()
    assert away.credentials == ""


def test_nothing_that_is_shown_holds_a_secret(server: Outside, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = server.url("/feed?token=geheim#geheim").replace("//", "//ann:geheim@")

    answer = Web(limits=QUICK).get(address)

    shown = [caplog.text, repr(answer), str(answer.target), repr(answer.target), redacted(address)]
    assert "geheim" not in "".join(shown)
    assert redacted(address) == server.url("/feed") + "?…"


def test_it_says_who_asks(server: Outside) -> None:
    Web(limits=QUICK).get(server.url("/feed"))

    assert server.asked[0][1]["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("Firebreak/")


def test_two_requests_to_one_host_leave_a_pause(server: Outside) -> None:
    naps: list[float] = []
    web = Web(limits=Limits(pause_seconds=5.0), sleep=naps.append)

    web.get(server.url("/feed"))
    web.get(server.url("/feed"))

    assert len(naps) == 1
    assert 4.0 < naps[0] <= 5.0


def test_one_host_is_asked_once_at_a_time(server: Outside) -> None:
    limits = Limits(deadline_seconds=0.4, pause_seconds=0.0, retries=0)
    web = Web(limits=limits)
    started = time.monotonic()

    def ask() -> None:
        with pytest.raises(SourceDown):
            web.get(server.url("/silent"))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert time.monotonic() - started >= 3 * 0.4


def test_tries_are_as_random_as_the_rng_given(server: Outside) -> None:
    def naps_of(seed: int) -> list[float]:
        naps: list[float] = []
        with pytest.raises(SourceDown):
            Web(limits=Limits(pause_seconds=0.0), rng=Random(seed), sleep=naps.append).get(server.url("/hang-up"))
        return naps

    assert naps_of(1) == naps_of(1) != naps_of(2)


def test_an_unanswered_port_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", "127.0.0.1")

    with pytest.raises(SourceDown) as caught:
        Web(limits=QUICK).get(f"http://127.0.0.1:{port}/")

    assert caught.value.context == {"host": "127.0.0.1", "problem": "unreachable"}
