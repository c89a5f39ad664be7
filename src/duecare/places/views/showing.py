"""Looking at places: units, one unit's, one place, and labels to print."""

from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecare.orgs import rights
from duecare.orgs.requests import Request
from duecare.places import pages, queries
from duecare.places.models import Place
from duecare.web.openly import openly


@require_safe
@login_required
def home(request: Request) -> HttpResponse:
    """The units within reach and how many places each has; somebody with one unit goes straight to it."""
    text = request.GET.get("q", "").strip()[:80]
    found = queries.units(request.actor, text)
    if len(found) == 1 and not text:
        return redirect("places:unit", found[0].id)
    more = len(found) > queries.MOST_UNITS
    context = {"q": text, "units": found[: queries.MOST_UNITS], "more": more}
    return render(request, "places/home.html", context)


@require_safe
@login_required
def unit(request: Request, unit_id: uuid.UUID) -> HttpResponse:
    """A unit's places."""
    found = queries.unit_of(request.actor, unit_id)
    context = {
        "unit": found,
        "places": list(queries.standing(found)),
        "may_keep": rights.may(request.actor, "places.keep", found.lineage) and found.closed_at is None,
    }
    return render(request, "places/unit.html", context)


@require_safe
@login_required
def labels(request: Request, unit_id: uuid.UUID) -> HttpResponse:
    """Labels with QR codes, to print on A4 and stick up."""
    found = queries.unit_of(request.actor, unit_id)
    made = [
        {"place": place, "address": _address(place), "qr": _qr(place)} for place in queries.standing(found)
    ]
    return render(request, "places/labels.html", {"unit": found, "labels": made})


@openly
@require_safe
def place(request: Request, code: str) -> HttpResponse:
    """What a label opens: the place, what is due there and what happened; to a passer-by, what can be done there."""
    if not request.user.is_authenticated:
        posted = queries.posted(code)
        context = {"place": posted, "acts": pages.offered(posted)}
        return render(request, "places/posted.html", context)
    found = queries.labelled(request.actor, code)
    if code != found.code:
        return redirect("places:place", found.code)
    context = {
        "place": found,
        "parts": pages.parts(request.actor, found, request.received_at),
        "may_keep": rights.may(request.actor, "places.keep", found.unit.lineage) and found.closed_at is None,
    }
    return render(request, "places/place.html", context)


def _address(place: Place) -> str:
    return str(settings.DUECARE["DUECARE_URL"]).rstrip("/") + reverse("places:place", args=[place.code])


def _qr(place: Place) -> str:
    return str(segno.make(_address(place), error="m").svg_data_uri(scale=4, border=2))
