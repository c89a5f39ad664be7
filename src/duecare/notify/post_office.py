"""The mail server: handing one message over, and what its answer means."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

#: Seconds that one exchange with the server may take.
TIMEOUT = 10
#: The most telling codes of SMTP's permanent refusals begin with 5 (RFC 5321 §4.2.1).
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message.

    :param kind: sent; refused (never try again); later (try this one again); down (the server is away for all).
    :param problem: in a few words, without an address: what the log and pages may show.
    """

    kind: str
    problem: str = ""


class PostOffice:
    """A connection to the server of ``DUECARE_SMTP_URL``, opened when first needed and kept for the next message.

    ``smtps://`` is TLS from the start. ``smtp://`` with a password is upgraded by STARTTLS, or fails; without one
    it is sent as it is, and so it is with ``?starttls=no``.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self._backend = backend(url, timeout)

    def __enter__(self) -> PostOffice:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def hand_over(self, message: EmailMessage) -> Answer:
        """Give the server one message; never raises for what a server or a network can do."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as problem:
            self._hang_up()
            return Answer("down", _named(problem))
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _text in refusal.recipients.values()]
            return _answer_to(codes[0] if codes else 550)
        except smtplib.SMTPServerDisconnected as problem:
            self._hang_up()
            return Answer("down", _named(problem))
        except smtplib.SMTPResponseException as problem:
            self._hang_up()
            return (
                Answer("down", f"{problem.smtp_code}")
                if problem.smtp_code == 421
                else _answer_to(problem.smtp_code)
            )
        except (OSError, smtplib.SMTPException) as problem:
            self._hang_up()
            return Answer("down", _named(problem))
        except ValueError as problem:  # no mail can be made of it: an address that is none
            return Answer("refused", _named(problem))
        return Answer("sent")

    def _hang_up(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._backend.connection = None


def backend(url: str, timeout: float = TIMEOUT) -> EmailBackend:
    """Django's SMTP backend for the address.

    :raises ImproperlyConfigured: when it is none of a mail server.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("DUECARE_SMTP_URL: expected smtp://user:password@host:port or smtps://…")
    implicit = parts.scheme == "smtps"
    starttls = parse_qs(parts.query).get("starttls", ["yes" if parts.password else "no"])[0]
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587 if parts.password else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=implicit,
        use_tls=not implicit and starttls == "yes",
        timeout=timeout,
    )


def _answer_to(code: int) -> Answer:
    return Answer("refused" if code in _PERMANENT else "later", f"{code}")


def _named(problem: Exception) -> str:
    """The kind of the problem; its text may quote an address."""
    return type(problem).__name__
