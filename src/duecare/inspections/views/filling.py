"""Inspecting with a plain form: where, with which list, then the whole list on one page. No JavaScript is needed."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from duecare.attachments.actions import Developed
from duecare.core.errors import BadInput, DomainError, NotFound
from duecare.inspections import actions, queries
from duecare.inspections.forms import InspectionForm
from duecare.inspections.queries.counted import sentences
from duecare.inspections.queries.walking import MOST_UNITS
from duecare.inspections.versions import Version
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.places import queries as places
from duecare.places.models import Place


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """Choose unit, place and list where they aren't plain; then fill the list in."""
    unit = _unit(request)
    if unit is None:
        text = request.GET.get("q", "").strip()[:80]
        found = queries.inspecting_units(request.actor, text)
        if not text and not found:
            raise NotFound("nothing-to-inspect", gettext_lazy("None of your posts inspects."))
        if text or len(found) != 1:
            context = {"units": found[:MOST_UNITS], "more": len(found) > MOST_UNITS, "q": text}
            return render(request, "inspections/choose_unit.html", context)
        unit = found[0]
    standing = list(places.standing(unit))
    place = next((one for one in standing if str(one.id) == request.GET.get("place")), None)
    key = request.GET.get("checklist", "")
    if not key:
        context = {
            "unit": unit,
            "places": standing,
            "place": place,
            "rows": queries.checklists(request.actor),
        }
        return render(request, "inspections/begin.html", context)
    return _fill(request, unit, place, queries.latest(key))


def _unit(request: Request) -> Unit | None:
    try:
        wanted = request.GET.get("unit", "")
        return queries.inspecting_unit(request.actor, uuid.UUID(wanted)) if wanted else None
    except ValueError:
        raise NotFound("no-unit", gettext_lazy("There is no such unit.")) from None


def _fill(request: Request, unit: Unit, place: Place | None, version: Version) -> HttpResponse:
    form = InspectionForm(request.POST or None, request.FILES or None, checklist=version.checklist)
    if request.method == "POST":
        valid = form.is_valid()
        if "batch" in form.cleaned_data:
            form.keep(partial(_keep, request, form.cleaned_data["batch"]))
        filed = _file(request, form, unit, place, version) if valid else None
        if filed is not None:
            messages.success(request, _("The inspection is in. What failed is on the ledger."))
            for sentence in sentences(filed.counted):
                messages.info(request, sentence)
            return redirect("inspections:inspection", filed.inspection.id)
    context = {"form": form, "unit": unit, "place": place, "checklist": version.checklist}
    return render(request, "inspections/fill.html", context, status=422 if form.errors else 200)


def _keep(request: Request, inspection: uuid.UUID, file: Developed, number: uuid.UUID) -> None:
    actions.keep_photograph(
        file=file, client_id=number, inspection=inspection, by=request.actor, at=request.received_at
    )


def _file(
    request: Request, form: InspectionForm, unit: Unit, place: Place | None, version: Version
) -> actions.Filed | None:
    sent = actions.Sent(
        client_id=form.cleaned_data["batch"],
        checklist=version.id,
        unit=unit.id,
        place=place.id if place else None,
        answers=form.said(),
    )
    try:
        return actions.file_inspection(sent=sent, by=request.actor, at=request.received_at)
    except DomainError as error:
        field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
        form.add_error(field, error.message)
        return None
