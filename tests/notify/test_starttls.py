"""A letter to a mail server that wants STARTTLS and a password: encrypted for a name that is proven, or not at all."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMessage

from duecare.notify.post_office import PostOffice
from tests.notify.conftest import Mailbox


class Encrypted(Mailbox):
    """Notes how each letter came."""

    def __init__(self) -> None:
        super().__init__()
        self.ciphers: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.ciphers.append(session.ssl.get("cipher")[0])
        return await super().handle_DATA(server, session, envelope)


def password(_server, _session, _envelope, _mechanism, given) -> AuthResult:
    return AuthResult(success=isinstance(given, LoginPassword) and given.password == b"w/rd")


def issue(
    name: str, *, key, issuer: str, by, names: list[x509.GeneralName] | None = None
) -> x509.Certificate:
    """A certificate of an authority of our own, or the authority's when it names nobody."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(names or [x509.DNSName("authority.example")]), critical=False
        )
        .sign(by, hashes.SHA256())
    )


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """An authority's certificate; beside it ``server.pem``, which it issued for 127.0.0.1."""
    ours, theirs = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = issue("county authority", key=ours, issuer="county authority", by=ours)
    address = x509.IPAddress(ip_address("127.0.0.1"))
    server = issue("mail", key=theirs, issuer="county authority", by=ours, names=[address])
    pem = serialization.Encoding.PEM
    secret = theirs.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(secret + server.public_bytes(pem))
    path = tmp_path / "authority.pem"
    path.write_bytes(root.public_bytes(pem))
    return path


@pytest.fixture
def server(authority: Path) -> Iterator[tuple[Encrypted, str]]:
    """Its mailbox, and its address with name and password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority.with_name("server.pem"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Encrypted()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=password,
    )
    controller.start()
    try:
        yield box, f"smtp://box:w%2Frd@127.0.0.1:{port}"
    finally:
        controller.stop()


LETTER = EmailMessage("Due", "Your report is due.", "duecare@district.example", ["head@district.example"])


def test_a_letter_goes_encrypted_to_a_server_whose_authority_is_trusted(
    server: tuple[Encrypted, str], authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, url = server
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with PostOffice(url) as office:
        assert office.hand_over(LETTER).kind == "sent"
    assert [mail["To"] for mail in box.mails] == ["head@district.example"]
    assert box.ciphers[0]


def test_nothing_goes_to_a_server_that_cannot_prove_who_it_is(server: tuple[Encrypted, str]) -> None:
    box, url = server
    with PostOffice(url) as office:
        assert office.hand_over(LETTER).kind == "down"
    assert not box.mails


def test_a_wrong_password_sends_nothing(
    server: tuple[Encrypted, str], authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, url = server
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with PostOffice(url.replace("w%2Frd", "other")) as office:
        assert office.hand_over(LETTER).kind == "down"
    assert not box.mails
