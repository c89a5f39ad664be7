"""Pages of inspections: the list, and each with what was answered and found."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import Conflict
from duecare.inspections import actions, queries
from duecare.orgs import rights
from duecare.orgs.requests import Request


@require_safe
@login_required
def listed(request: Request) -> HttpResponse:
    """Inspections of a unit and all below it, latest first."""
    unit = queries.unit_within(request.actor, request.GET.get("unit", ""))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "listed": queries.inspections(request.actor, unit, queries.Filters.of(request.GET)),
        "lists": [one.checklist for one in queries.current()],
        "asked": asked.urlencode(),
        "may_inspect": rights.anywhere(request.actor, "inspections.inspect"),
    }
    return render(request, "inspections/inspections.html", context)


@require_safe
@login_required
def one(request: Request, inspection_id: uuid.UUID) -> HttpResponse:
    """One inspection."""
    page = queries.report(request.actor, inspection_id, request.received_at)
    return render(request, "inspections/inspection.html", {"page": page})


@require_POST
@login_required
def decision(request: Request, inspection_id: uuid.UUID) -> HttpResponse:
    """Say which of two versions counts."""
    page = queries.report(request.actor, inspection_id, request.received_at)
    if page.second is None or str(page.second.id) != request.POST.get("second"):
        raise Conflict("decided-already", _("This has been decided; please look at it again."))
    counts = request.POST.get("counts") == "second"
    actions.decide_between(other_id=page.second.id, counts=counts, by=request.actor, at=request.received_at)
    messages.success(request, _("Decided. Both versions are kept."))
    return redirect("inspections:inspection", inspection_id)
