"""Pages of checklists: the list, and each as an inspector sees it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.inspections import queries
from duecare.orgs.requests import Request


@require_safe
@login_required
def checklists(request: Request) -> HttpResponse:
    """Every checklist."""
    return render(request, "inspections/checklists.html", {"rows": queries.checklists(request.actor)})


@require_safe
@login_required
def checklist(request: Request, key: str) -> HttpResponse:
    """One of them, with boxes to tick on paper."""
    return render(request, "inspections/checklist.html", {"page": queries.page(request.actor, key)})
