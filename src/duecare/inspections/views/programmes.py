"""Programmes of inspection: who has inspected and who has not, one that is owed, and the draws."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.inspections.queries import draws as drawing
from duecare.inspections.queries import due, programmes
from duecare.orgs.requests import Request


@require_safe
@login_required
def listed(request: Request) -> HttpResponse:
    """Every programme within reach."""
    lines = programmes.programmes(request.actor, request.received_at)
    return render(request, "inspections/programmes.html", {"lines": lines})


@require_safe
@login_required
def one(request: Request, programme: str, key: str) -> HttpResponse:
    """One programme, units beside windows."""
    number = request.GET.get("page", "1")
    under, until = request.GET.get("under", ""), request.GET.get("until", "")
    table = programmes.table(
        request.actor,
        programme,
        key,
        request.received_at,
        under=under,
        until=until,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    asked = {name: value for name, value in (("under", under), ("until", until)) if value}
    paging, moving = urlencode(asked), urlencode({"under": under} if under else {})
    return render(request, "inspections/programme.html", {"table": table, "paging": paging, "moving": moving})


@require_safe
@login_required
def owed(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """One inspection that is owed."""
    page = due.page(request.actor, obligation_id, request.received_at)
    return render(request, "inspections/owed.html", {"page": page})


@require_safe
@login_required
def draws(request: Request) -> HttpResponse:
    """Draws, and whether they can be worked out again."""
    return render(request, "inspections/draws.html", {"rounds": drawing.draws(request.actor)})
