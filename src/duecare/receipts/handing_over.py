"""The page that shows a code, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duecare.receipts import rules


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed over with a code.

    :param said: what has arrived and what follows, in sentences of the reader's language.
    :param received_at: and ``zone``, printed with it.
    """

    title: str
    said: tuple[str, ...]
    received_at: datetime
    zone: str


def hand_over(request: HttpRequest, code: str, handed: Handed) -> HttpResponse:
    """Show the code, to be copied, photographed or printed; its QR code holds it behind the # of an address."""
    address = str(settings.DUECARE["DUECARE_URL"]).rstrip("/") + reverse("receipts:enter")
    scanned = segno.make(f"{address}#{rules.tidy(code)}", error="m")
    context = {
        "code": code,
        "handed": handed,
        "address": address,
        "qr": scanned.svg_data_uri(scale=4, border=2),
    }
    return render(request, "receipts/code.html", context)
