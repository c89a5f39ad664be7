"""Looking at what passers-by saw, and deciding on it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.attachments.models import Attachment
from duecare.attachments.templatetags.attachments import small_size
from duecare.core.errors import BadInput, DomainError
from duecare.orgs.requests import Request
from duecare.sightings import queries
from duecare.sightings.forms import Choices
from duecare.sightings.views.acts import ACTS, Act
from duecare.web.templatetags.duecare import titled


@require_safe
@login_required
def waiting(request: Request) -> HttpResponse:
    """What is the reader's to look at."""
    roots = queries.poster_roots(request.actor)
    context = {"waiting": queries.waiting(request.actor), "posters": bool(roots)}
    return render(request, "sightings/waiting.html", context)


@require_safe
@login_required
def poster(request: Request) -> HttpResponse:
    """Posters to print: one for each organisation whose coordinator or leader asks."""
    begin = str(settings.DUECARE["DUECARE_URL"]).rstrip("/")
    made = []
    for root in queries.poster_roots(request.actor):
        address = begin + reverse("sightings:units", args=[root.key])
        qr = segno.make(address, error="m").svg_data_uri(scale=8, border=2)
        made.append({"root": root, "address": address, "qr": qr})
    return render(request, "sightings/poster.html", {"posters": made})


@require_safe
@login_required
def owed(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """The sighting that a duty is about."""
    return redirect("sightings:sighting", queries.of_obligation(request.actor, obligation_id))


@require_safe
@login_required
def show(request: Request, sighting_id: uuid.UUID) -> HttpResponse:
    """What was written and sent, and what can be made of it."""
    return _page(request, queries.reading(request.actor, sighting_id, request.received_at))


@require_POST
@login_required
def decide(request: Request, sighting_id: uuid.UUID, what: str) -> HttpResponse:
    """Make one of four of it; a rule that says no becomes the form's error."""
    if what not in ACTS:
        raise Http404
    reading = queries.reading(request.actor, sighting_id, request.received_at)
    if not reading.sighting.open:
        messages.warning(request, _("This was decided on or withdrawn meanwhile. Here is how it stands."))
        return redirect("sightings:sighting", sighting_id)
    form = _filled(reading, what, request.POST)
    if form.is_valid():
        try:
            ACTS[what].call(reading, form, by=request.actor, at=request.received_at)
        except DomainError as error:
            field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
            form.add_error(field, error.message)
        else:
            messages.success(request, _("Decided. Whoever wrote can read it with their code."))
            return redirect("sightings:sighting", sighting_id)
    return _page(request, reading, what, form)


def _page(
    request: Request, reading: queries.Reading, what: str = "", filled: Choices | None = None
) -> HttpResponse:
    offered: list[tuple[str, Act, Choices, bool]] = []
    if reading.sighting.open:
        offered = [
            (
                name,
                one,
                filled if name == what and filled is not None else _filled(reading, name),
                name == what,
            )
            for name, one in ACTS.items()
            if name != "link" or reading.hazards
        ]
    context = {"reading": reading, "sighting": reading.sighting, "offered": offered}
    return render(request, "sightings/sighting.html", context, status=422 if filled is not None else 200)


def _filled(reading: queries.Reading, what: str, sent: Any = None) -> Choices:
    """The form of an act; the words of the ledger begin empty, never with the original."""
    sighting = reading.sighting
    standing = [p for p in reading.photographs if p.forgotten_at is None]
    given: dict[str, Sequence[tuple[str, Any]]] = {
        "unit": [(str(unit.id), titled(unit)) for unit in reading.units],
        "place": [("", _("elsewhere; the words say where"))]
        + [(str(p.id), f"{titled(p)} · {titled(p.unit)}") for p in reading.places],
        "photographs": [(str(p.id), _pictured(p)) for p in standing],
        "hazard": [(str(h.id), _named(h)) for h in reading.hazards],
    }
    initial = {"place": str(sighting.place_id or ""), "category": sighting.category, "level": "general"}
    return ACTS[what].form(sent, given=given, initial=initial, auto_id=f"id_{what}_%s")


def _pictured(photograph: Attachment) -> SafeString:
    """A choice that shows what is chosen."""
    words = _("Photograph %(number)s") % {"number": photograph.number}
    address = reverse("attachments:thumbnail", args=[photograph.id])
    width, height = small_size(photograph)
    return format_html(
        '<img class="sighting-choice" src="{}" width="{}" height="{}" loading="lazy" alt=""> {}',
        address, width, height, words,
    )  # fmt: skip


def _named(hazard: Any) -> str:
    where = titled(hazard.place) if hazard.place else str(hazard.get_category_display())
    return f"{titled(hazard.unit)} · {where} · {hazard.text[:40]}"
