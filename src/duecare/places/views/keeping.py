"""Adding a place, changing and closing it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duecare.core.errors import DomainError
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.places import actions, queries
from duecare.places.actions.details import DETAILS
from duecare.places.forms import PlaceForm
from duecare.places.models import Place

_either = require_http_methods(["GET", "HEAD", "POST"])


@_either
@login_required
def new(request: Request, unit_id: uuid.UUID) -> HttpResponse:
    """Add a place."""
    unit = queries.unit_of(request.actor, unit_id)
    rights.require(request.actor, "places.keep", unit.lineage)
    form = PlaceForm(request.POST or None)

    def act() -> Place:
        given: dict[str, Any] = form.cleaned_data
        return actions.add_place(unit=unit, by=request.actor, at=request.received_at, **given)

    return _answer(request, form, unit, None, act)


@_either
@login_required
def details(request: Request, place_id: uuid.UUID) -> HttpResponse:
    """Rename it, or correct what is known of it."""
    place = queries.one(request.actor, place_id)
    rights.require(request.actor, "places.keep", place.unit.lineage)
    form = PlaceForm(request.POST or None, initial={name: getattr(place, name) for name in DETAILS})

    def act() -> Place:
        given: dict[str, Any] = form.cleaned_data
        return actions.change_place(place=place, by=request.actor, at=request.received_at, **given)

    return _answer(request, form, place.unit, place, act)


@_either
@login_required
def closing(request: Request, place_id: uuid.UUID) -> HttpResponse:
    """Close it."""
    place = queries.one(request.actor, place_id)
    rights.require(request.actor, "places.keep", place.unit.lineage)
    if request.method == "POST":
        actions.close_place(place=place, by=request.actor, at=request.received_at)
        messages.success(request, _("The place is closed; its history stays."))
        return redirect("places:unit", place.unit_id)
    return render(request, "places/closing.html", {"place": place})


def _answer(
    request: Request, form: PlaceForm, unit: Unit, place: Place | None, act: Callable[[], Place]
) -> HttpResponse:
    """Do it when the form is right; a rule that says no becomes the form's error."""
    if request.method == "POST" and form.is_valid():
        try:
            kept = act()
        except DomainError as error:
            field = getattr(error, "where", None)
            form.add_error(field if field in form.fields else None, error.message)
        else:
            messages.success(request, _("The place is kept."))
            return redirect("places:place", kept.code)
    context = {"form": form, "unit": unit, "place": place}
    return render(request, "places/form.html", context, status=422 if form.errors else 200)
