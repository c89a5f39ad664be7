"""Calendars that phones and desktops subscribe to (RFC 5545): the frame that every feed shares. Knows no domain."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Timezone, vDuration

#: Bits of an address's secret.
BITS = 160
#: How often a calendar is asked to look again.
_AGAIN = timedelta(minutes=30)


def secret_hash(token: str, purpose: str) -> str:
    """What is stored of an address; ``purpose`` keeps the addresses of two kinds of feeds apart."""
    return salted_hmac(purpose, token, algorithm="sha256").hexdigest()


def frame(*, name: str, zone: str, prodid: str, at: datetime) -> Calendar:
    """A calendar without events, with the rules of its zone.

    :param zone: IANA name.
    """
    calendar = Calendar()
    calendar.add("prodid", prodid)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", vDuration(_AGAIN), parameters={"VALUE": "DURATION"})
    first, last = at.date() - timedelta(days=400), at.date() + timedelta(days=800)
    calendar.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))
    return calendar


def host() -> str:
    """What uids end with."""
    return urlsplit(settings.DUECARE["DUECARE_URL"]).hostname or "duecare"


def address(path: str) -> str:
    """A path of this deployment as an address from outside."""
    return str(settings.DUECARE["DUECARE_URL"]).rstrip("/") + path


def answer(body: bytes, filename: str) -> HttpResponse:
    """A feed as it is sent: kept by nobody on the way, found by no search engine."""
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
