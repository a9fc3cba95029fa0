"""A real server of mail for tests: it speaks SMTP, with TLS and a login where that is wanted."""
# ruff: noqa: ANN401 - what aiosmtpd hands over has no types

from __future__ import annotations

import datetime as dt
import email
import email.policy
import ipaddress
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

USER, PASSWORD = "hotspots", "geheim-van-de-server"


@dataclass
class Inbox:
    """What the server got, and how it answers."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    #: Addresses that are not taken.
    unknown: set[str] = field(default_factory=set)
    #: What is done with a mail that came in, before the server says that it has it.
    at_mail: Callable[[], None] | None = None

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        del server, session, options
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)  # type: ignore[arg-type]
        self.to += envelope.rcpt_tos
        self.over_tls.append(server.transport.get_extra_info("ssl_object") is not None)
        del session
        if self.at_mail is not None:
            self.at_mail()
        return "250 OK"


@contextmanager
def mail_server(
    *, certificate: tuple[Path, Path] | None = None, tls_from_the_start: bool = False
) -> Iterator[Inbox]:
    """Run a server on this machine; with a certificate it asks for TLS and for a login."""
    inbox = Inbox(port=free_port())

    def login(
        server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        del server, session, envelope, mechanism
        inbox.logins.append(given.login.decode())
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    how: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        how = {"authenticator": login, "auth_required": not tls_from_the_start}
        how |= (
            {"ssl_context": context, "auth_require_tls": False}
            if tls_from_the_start
            else {"tls_context": context, "require_starttls": True}
        )
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **how)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


def certificate_for(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """Write a certificate that signs itself, and its key; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "server.pem", folder / "server.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
