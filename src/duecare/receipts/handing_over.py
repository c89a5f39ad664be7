"""The page that shows a code, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duecare.receipts import rules
from duecare.receipts.picture import picture


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed over with a code.

    :param said: what has arrived and what follows, in sentences of the reader's language.
    :param received_at: and ``zone``, printed with it.
    :param provisional: whoever reads this is not the owner; the owner replaces the code at first use.
    """

    title: str
    said: tuple[str, ...]
    received_at: datetime
    zone: str
    provisional: bool = False


def hand_over(request: HttpRequest, code: str, handed: Handed) -> HttpResponse:
    """Show the code, to be copied, photographed or printed."""
    return render(request, "receipts/code.html", {"code": code, "handed": handed, **scanned(code)})


def scanned(code: str) -> dict[str, str]:
    """Where the code is typed (``address``), and a picture (``qr``) that holds it behind the # of that address."""
    address = str(settings.DUECARE["DUECARE_URL"]).rstrip("/") + reverse("receipts:enter")
    return {"address": address, "qr": picture(f"{address}#", rules.tidy(code))}
