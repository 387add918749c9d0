"""Is mail encrypted, with a certificate that is checked, before the password is said?"""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from firebreak.connect.channels.email import Email, Security
from firebreak.connect.contract import Message
from firebreak.core.errors import ChannelRefused

MESSAGE = Message(key="k", subject="警報", text="內容", at=datetime(2026, 11, 18, tzinfo=UTC))
EVERY_WAY = pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this test run's own for localhost, key and all in one file."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*made.split(), "-keyout", str(file), "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


class Encrypted(Controller):
    """Does not try itself out in clear text, as the base class does; the tests are the trial."""

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.port), timeout=5):
            pass


@contextmanager
def server(certificate: Path, security: Security) -> Iterator[Email]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    def knows(server: Any, session: Any, envelope: Any, mechanism: str, login: LoginPassword) -> AuthResult:
        return AuthResult(success=login.password == b"geheim", handled=False)

    more: dict[str, Any] = {"ssl_context": context} if security is Security.TLS else {"tls_context": context}
    encrypted = security is not Security.TLS
    controller = Encrypted(
        Sink(), hostname="127.0.0.1", port=port, authenticator=knows, auth_require_tls=encrypted, **more
    )
    controller.start()
    try:
        yield Email("localhost", port, "a@b.example", user="ann", password="geheim", security=security)
    finally:
        controller.stop()


@EVERY_WAY
def test_it_logs_in_over_an_encrypted_connection(
    certificate: Path, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")

    with server(certificate, security) as channel:
        assert channel.send(MESSAGE, "alice@brand.example").id


@EVERY_WAY
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, security: Security) -> None:
    with server(certificate, security) as channel, pytest.raises(ChannelRefused) as caught:
        channel.send(MESSAGE, "alice@brand.example")

    assert caught.value.context == {"host": "localhost", "problem": "bad_certificate", "permanent": True}


def test_a_wrong_password_is_permanent_and_not_repeated(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")

    with server(certificate, Security.STARTTLS) as right, pytest.raises(ChannelRefused) as caught:
        Email("localhost", right.port, right.sender, user="ann", password="falsch").send(MESSAGE, "alice@brand.example")

    assert (caught.value.context["problem"], caught.value.permanent) == ("login_refused", True)
    assert "falsch" not in repr(caught.value)
