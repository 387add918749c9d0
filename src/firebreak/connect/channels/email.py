"""How does a message reach a mailbox? SMTP with encryption, and a clear word on whether trying again makes sense."""

import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from threading import Timer
from typing import Any
from urllib.parse import unquote, urlsplit

import httpcore2

from firebreak.connect.contract import Message, Posted, Receipt, Words
from firebreak.connect.web.address import ask_dns
from firebreak.connect.web.way import Deadline, Way
from firebreak.core.errors import BadInput, ChannelRefused, SourceDown

TIMEOUT_SECONDS = 10.0  # for the whole talk, the look-up of the server's name included
OURSELVES = "防火線 Firebreak"

_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^\s@<>\"(),;:\\\[\]]{1,253})")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)


class Security(StrEnum):
    """How the connection is encrypted; `none` is for a relay on the same machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Email:
    """A mail server and the sender it accepts. The operator configures it, so it may be a private address."""

    host: str
    port: int
    sender: str
    sender_name: str = OURSELVES
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = Security.STARTTLS
    timeout_seconds: float = TIMEOUT_SECONDS

    def send(self, message: Message, to: str) -> Receipt:
        """Hand one message over; it carries nothing but what `message` says.

        Raises ChannelRefused: permanent for a refused address, sender, password or certificate; not for a full or
        silent server.
        """
        mail = self._mail(message, mailbox(to))
        with self._talk() as server:
            server.send_message(mail)
        return Receipt(id=str(mail["Message-ID"]))

    def check(self, to: str) -> None:
        """Ask the server whether it would take a message for this address, and send none; raises ChannelRefused."""
        address = mailbox(to)
        with self._talk() as server:
            server.ehlo_or_helo_if_needed()
            for code, _said in (server.mail(mailbox(self.sender).addr_spec), server.rcpt(address.addr_spec)):
                if code >= 400:
                    raise smtplib.SMTPResponseException(code, b"")

    @contextmanager
    def _talk(self) -> Iterator["_Talk"]:
        """Connect, encrypt and log in. The name given is the sender's domain, not this machine's."""
        server, deadline = None, Deadline(self.timeout_seconds)
        try:
            with _line(self.host, self.port, deadline) as line:
                if self.security is Security.TLS:
                    line = ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
                server = _Talk(self.host, self.port, self.sender.rpartition("@")[2], line=line, deadline=deadline)
                if self.security is Security.STARTTLS:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                try:
                    yield server
                finally:
                    _take_leave(server)
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error, host=self.host, begun=server is not None and server.has_begun) from None
        finally:
            if server is not None:
                server.close()

    def _mail(self, message: Message, to: Address) -> EmailMessage:
        sender = mailbox(self.sender)
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(display_name=_one_line(self.sender_name), addr_spec=sender.addr_spec)
        mail["To"] = to
        mail["Subject"] = _one_line(message.subject)
        mail["Date"] = message.at
        mail["Message-ID"] = f"<{_digest(message.key, to.addr_spec)}@{sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
        mail.set_content(_encodable(message.text), cte="base64")
        if message.html:
            mail.add_alternative(_encodable(message.html), subtype="html", cte="base64")
        return mail


@dataclass(frozen=True, slots=True)
class Mailing:
    """An address to which texts are published, such as a list of the press: each text one mail."""

    server: Email
    to: str

    def lay(self, words: Words) -> str:
        """Give nothing: a mail is sent or it is not."""
        return ""

    def post(self, words: Words, laid: str) -> Posted:
        """Send the text as it is, in the lines that a mail has."""
        message = Message(key=words.key, subject=words.title, text=words.text, at=words.at)
        return Posted(id=self.server.send(message, self.to).id)

    def check(self) -> None:
        """Ask the server whether it would take a mail for the address."""
        self.server.check(self.to)


class _Talk(smtplib.SMTP):
    """What is said on a line, and whether that came to the message itself, which begins only while there is time."""

    def __init__(self, host: str, port: int, name: str, *, line: socket.socket, deadline: Deadline) -> None:
        self._line, self._deadline, self.has_begun = line, deadline, False
        super().__init__(host, port, name)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._line

    def data(self, msg: Any) -> tuple[int, bytes]:
        if not self._deadline.left():
            raise TimeoutError
        self.has_begun = True
        return super().data(msg)


@contextmanager
def _line(host: str, port: int, deadline: Deadline) -> Iterator[socket.socket]:
    """Connect, and cut the line at the deadline, whatever is being said on it by then."""
    way = Way(deadline=deadline, resolve=ask_dns, allowed=frozenset({host.casefold().rstrip(".")}))
    try:
        line: socket.socket = way.connect_tcp(host, port).get_extra_info("socket")
    except (SourceDown, httpcore2.ConnectError, httpcore2.ConnectTimeout):
        raise OSError("unreachable") from None
    line.settimeout(deadline.left() or None)
    with line, line.dup() as end:  # the other end of the same wire, which encryption does not take over
        cut = Timer(deadline.left(), _cut, [end])
        cut.start()
        try:
            yield line
        finally:
            cut.cancel()


def _cut(end: socket.socket) -> None:
    with suppress(OSError):  # it is over already
        end.shutdown(socket.SHUT_RDWR)


def server_at(url: str, *, sender: str, sender_name: str = "") -> Email:
    """Read smtp://user:password@host:port (STARTTLS), smtps:// (TLS) or smtp+plain:// (a relay on this machine)."""
    parts = urlsplit(url)
    security = {"smtp": Security.STARTTLS, "smtps": Security.TLS, "smtp+plain": Security.NONE}.get(parts.scheme)
    if security is None or not parts.hostname:
        raise BadInput(problem="bad_mail_server", scheme=parts.scheme)
    return Email(
        host=parts.hostname,
        port=parts.port or (465 if security is Security.TLS else 587),
        sender=sender,
        sender_name=sender_name or OURSELVES,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def mailbox(text: str) -> Address:
    """Read one bare mail address, with an international domain in its ASCII form. Raises ChannelRefused."""
    found = _MAILBOX.fullmatch(text.strip(" "))
    try:
        domain = found["domain"].encode("idna").decode("ascii") if found else ""
        if found is None or not _DOMAIN.fullmatch(domain):
            raise ChannelRefused(problem="bad_address", permanent=True)
        return Address(username=text.strip(" ").rpartition("@")[0], domain=domain)
    except (ValueError, IndexError):
        raise ChannelRefused(problem="bad_address", permanent=True) from None


def _take_leave(server: smtplib.SMTP) -> None:
    """End the talk; what was taken over stays so, however the server answers that."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _refusal(error: Exception, *, host: str, begun: bool = False) -> ChannelRefused:
    """Judge a failure. The server's own words are left out: they quote addresses.

    Where the message itself was `begun` and the server fell silent, it may have been taken over all the same.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        status = next((code for code, _ in error.recipients.values()), 550)
        return ChannelRefused(host=host, problem="recipient_refused", status=status, permanent=status >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return ChannelRefused(
            host=host, problem="login_refused", status=error.smtp_code, permanent=error.smtp_code >= 500
        )
    if isinstance(error, smtplib.SMTPConnectError):
        return ChannelRefused(host=host, problem="unreachable", status=error.smtp_code, permanent=False)
    if isinstance(error, smtplib.SMTPResponseException):
        return ChannelRefused(host=host, problem="refused", status=error.smtp_code, permanent=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return ChannelRefused(host=host, problem="not_supported", permanent=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return ChannelRefused(host=host, problem="bad_certificate", permanent=True)
    silent = isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected)
    problem = "no_answer" if silent else "unreachable"
    perhaps = {"perhaps": True} if begun and (silent or isinstance(error, OSError)) else {}
    return ChannelRefused(host=host, problem=problem, permanent=False, **perhaps)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
