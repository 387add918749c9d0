"""How does a message reach a mailbox? SMTP with encryption, and a clear word on whether trying again makes sense."""

import hashlib
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from firebreak.connect.contract import Message, Posted, Receipt, Words
from firebreak.core.errors import BadInput, ChannelRefused

TIMEOUT_SECONDS = 10.0
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
        server = self._opened()
        try:
            server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error, host=self.host, begun=True) from None
        finally:
            _take_leave(server)
        return Receipt(id=str(mail["Message-ID"]))

    def check(self, to: str) -> None:
        """Ask the server whether it would take a message for this address, and send none; raises ChannelRefused."""
        address, server = mailbox(to), self._opened()
        try:
            server.ehlo_or_helo_if_needed()
            for code, _said in (server.mail(mailbox(self.sender).addr_spec), server.rcpt(address.addr_spec)):
                if code >= 400:
                    raise smtplib.SMTPResponseException(code, b"")
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error, host=self.host) from None
        finally:
            _take_leave(server)

    def _opened(self) -> smtplib.SMTP:
        try:
            return self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error, host=self.host) from None

    def _connected(self) -> smtplib.SMTP:
        """Connect, encrypt and log in. The name given is the sender's domain, not this machine's."""
        name = self.sender.rpartition("@")[2]
        seconds = self.timeout_seconds
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, name, timeout=seconds, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=seconds)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

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
    server.close()


def _refusal(error: Exception, *, host: str, begun: bool = False) -> ChannelRefused:
    """Judge a failure. The server's own words are left out: they quote addresses.

    Where a message was `begun` and the server fell silent, it may have been taken over all the same.
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
