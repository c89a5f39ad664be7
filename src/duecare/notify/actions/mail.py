"""The mail of a delivery."""

from __future__ import annotations

from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.notify.models import Delivery, Letter, Mention, Notice


def mail_of(delivery: Delivery) -> EmailMessage | None:
    """The message to hand over; None when there is no sense in it any more.

    A reminder of what has been done meanwhile (it waited for morning, or for the server) is not sent, nor is anything
    to somebody who has left or has no address any more.
    """
    if delivery.letter:
        return _mail(delivery, delivery.letter.to, settings.LANGUAGE_CODE, *_letter_words(delivery.letter))
    notice = delivery.notice
    if notice is None or _pointless(notice):
        return None
    person = notice.recipient
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        return _mail(delivery, person.email, language, *_notice_words(notice, language))


def _pointless(notice: Notice) -> bool:
    if notice.recipient.left_at or not notice.recipient.email or notice.forgotten_at:
        return True
    return (
        notice.what in ("remind", "opened")
        and not Mention.objects.filter(notice=notice, obligation__closed_at=None).exists()
    )


def _letter_words(letter: Letter) -> tuple[str, str]:
    return letter.subject, letter.body


def _notice_words(notice: Notice, language: str) -> tuple[str, str]:
    english = language.startswith("en")
    title, body = (notice.title_en, notice.body_en) if english else (notice.title, notice.body)
    address = settings.DUECARE["DUECARE_URL"].rstrip("/")
    lines = [
        title,
        "",
        body,
        "",
        address + reverse("notify:notice", args=[notice.id]),
        "",
        "-- ",
        _("You get this because of your post. When and whether mail is sent to you: %(address)s")
        % {"address": address + reverse("notify:preference")},
    ]
    return title, "\n".join(lines)


def _mail(delivery: Delivery, to: str, language: str, subject: str, body: str) -> EmailMessage:
    """Message-ID and Date are the delivery's own: sent again, it is the same message."""
    sender = settings.DUECARE["DUECARE_MAIL_FROM"]
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=sender,
        to=[to],
        headers={
            "Message-ID": f"<{delivery.id}@{domain}>",
            "Date": format_datetime(delivery.created_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
