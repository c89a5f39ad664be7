"""Letting a roster be looked for."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duecare.duty.actions import searching
from duecare.duty.forms import SearchForm
from duecare.duty.queries.rosters import head_of
from duecare.duty.queries.searches import search_page
from duecare.orgs.requests import Request


@require_POST
@login_required
def ask(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Begin a search."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        head = head_of(request.actor, roster_id, keep=True)
        return render(request, "duty/asking.html", {"head": head, "search_form": form}, status=422)
    search = searching.ask_search(
        roster_id=roster_id,
        seconds=form.cleaned_data["seconds"],
        afresh=form.cleaned_data["afresh"],
        by=request.actor,
        at=request.received_at,
    )
    return redirect("duty:search", roster_id, search.id)


@require_safe
@login_required
def search(request: Request, roster_id: uuid.UUID, search_id: uuid.UUID) -> HttpResponse:
    """How far it is, or what it came to."""
    page = search_page(request.actor, roster_id, search_id)
    if getattr(request, "htmx", False):
        answer = render(request, "duty/_progress.html", {"page": page, "head": page.head})
        if page.search.ended_at is not None:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "duty/search.html", {"page": page, "head": page.head, "search_form": SearchForm()})


@require_POST
@login_required
def stop(request: Request, roster_id: uuid.UUID, search_id: uuid.UUID) -> HttpResponse:
    """Stop it and keep the best."""
    searching.stop_search(roster_id=roster_id, search_id=search_id, by=request.actor, at=request.received_at)
    return redirect("duty:search", roster_id, search_id)
