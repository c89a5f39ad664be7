"""Reporting a hazard: on a phone, with photographs, at a place."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duecare.core.errors import BadInput, DomainError, NotFound
from duecare.hazards import actions, queries
from duecare.hazards.forms import HazardForm
from duecare.hazards.queries.seen import MOST_UNITS
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.places import queries as places
from duecare.places.models import Place


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """Choose the unit where it isn't plain, then say what is unsafe."""
    unit, place = _where(request)
    if unit is None:
        text = request.GET.get("q", "").strip()[:80]
        found = queries.reporting_units(request.actor, text)
        if not text and not found:
            raise NotFound("nothing-to-report", _("None of your posts reports hazards."))
        if text or len(found) != 1:
            more = len(found) > MOST_UNITS
            return render(
                request, "hazards/choose.html", {"units": found[:MOST_UNITS], "more": more, "q": text}
            )
        unit = found[0]
    standing = list(places.standing(unit))
    form = HazardForm(
        request.POST or None,
        request.FILES or None,
        places=[(str(p.id), f"{p.name} · {p.get_kind_display()}") for p in standing],
        initial={"place": str(place.id) if place else ""},
    )
    if request.method == "POST" and form.is_valid():
        kept = _report(request, form, unit, standing)
        if kept is not None:
            messages.success(request, _("The hazard is on the ledger. Those who have to act are told."))
            return redirect("hazards:hazard", kept)
    return render(
        request, "hazards/new.html", {"form": form, "unit": unit}, status=422 if form.errors else 200
    )


def _where(request: Request) -> tuple[Unit | None, Place | None]:
    code, unit_id = request.GET.get("place", ""), request.GET.get("unit", "")
    if code:
        place = places.labelled(request.actor, code)
        return queries.reporting_unit(request.actor, place.unit_id), place
    if unit_id:
        try:
            return queries.reporting_unit(request.actor, uuid.UUID(unit_id)), None
        except ValueError:
            raise NotFound("no-unit", _("There is no such unit.")) from None
    return None, None


def _report(request: Request, form: HazardForm, unit: Unit, standing: list[Place]) -> uuid.UUID | None:
    said = form.cleaned_data
    place = next((p for p in standing if str(p.id) == said["place"]), None)
    try:
        hazard = actions.report_hazard(
            unit=unit, place=place, category=said["category"], level=said["level"], text=said["text"],
            on_the_spot=said["on_the_spot"], photographs=said["photographs"], after=said["after"],
            client_id=said["batch"], by=request.actor, at=request.received_at,
        )  # fmt: skip
    except DomainError as error:
        field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
        form.add_error(field, error.message)
        return None
    return hazard.id
