"""Telling what one saw, without an account: from a place's label, or from a poster."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from duecare.core.errors import BadInput, DomainError
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.orgs.slowdown import Slowdown, address_of
from duecare.places import queries as places
from duecare.places.models import Place
from duecare.receipts.handing_over import Handed, hand_over
from duecare.sightings import actions, queries
from duecare.sightings.actions import Sent
from duecare.sightings.forms import SightingForm
from duecare.web import moments
from duecare.web.openly import openly
from duecare.web.templatetags.duecare import in_zone, titled

#: What is sent, in this process. A class of forty that reports from one address is not kept waiting.
sendings = Slowdown(burst=60, every=10.0)


@openly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def at_place(request: Request, code: str) -> HttpResponse:
    """What a label leads to."""
    place = places.posted(code)
    return _send(request, place.unit, place)


@openly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def at_unit(request: Request, root_key: str, key: str) -> HttpResponse:
    """What a unit chosen from a poster leads to."""
    return _send(request, queries.unit_of(root_key, key), None)


@openly
@require_safe
def units(request: Request, key: str) -> HttpResponse:
    """What a poster leads to: where was it?"""
    root = queries.root_of(key)
    text = "".join(c for c in request.GET.get("q", "")[:80] if c.isprintable()).strip()
    found = queries.units_of(root, text)
    context = {
        "root": root,
        "units": found[: queries.MOST_UNITS],
        "more": len(found) > queries.MOST_UNITS,
        "q": text,
    }
    return render(request, "sightings/units.html", context)


def _send(request: Request, unit: Unit, place: Place | None) -> HttpResponse:
    about = queries.about(unit, place, request.received_at)
    if request.method != "POST":
        return _form(request, about, SightingForm())
    if waiting := sendings.wait(address_of(request)):
        return _slowed(request, about, waiting)
    form = SightingForm(request.POST, request.FILES)
    sent = _sent(request, form, unit, place) if form.is_valid() else None
    if sent is None:
        return _form(request, about, form, 422)
    if sent.code is None:
        return render(request, "sightings/again.html", {"sighting": sent.sighting})
    said = _("Somebody of %(level)s looks by %(time)s.") % {
        "level": titled(sent.sighting.level),
        "time": _when(sent),
    }
    handed = Handed(_("It has arrived. Thank you."), (said,), sent.sighting.received_at, unit.zone)
    return hand_over(request, sent.code, handed)


def _sent(request: Request, form: SightingForm, unit: Unit, place: Place | None) -> Sent | None:
    said = form.cleaned_data
    try:
        return actions.send(
            unit=unit, place=place, text=said["text"], category=said["category"], photographs=said["photographs"],
            client_id=said["batch"], at=request.received_at,
        )  # fmt: skip
    except DomainError as error:
        field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
        form.add_error(field, error.message)
        return None


def _form(request: Request, about: queries.About, form: SightingForm, status: int = 200) -> HttpResponse:
    return render(request, "sightings/send.html", {"about": about, "form": form}, status=status)


def _slowed(request: Request, about: queries.About, waiting: float) -> HttpResponse:
    """The words stay in the form; photographs have not been read."""
    kept: dict[str, Any] = {name: request.POST.get(name, "") for name in ("text", "category")}
    try:
        kept["batch"] = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        kept["batch"] = uuid.uuid4()
    seconds = math.ceil(waiting)
    context = {"about": about, "form": SightingForm(initial=kept), "seconds": seconds}
    response = render(request, "sightings/send.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _when(sent: Sent) -> str:
    return moments.moment(in_zone(sent.sighting.due_at, sent.sighting.unit))
