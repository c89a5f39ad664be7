"""The contact sheet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecare.desk.queries import board, sheet
from duecare.orgs.requests import Request


@require_safe
@login_required
def start(request: Request) -> HttpResponse:
    """The sheet of the highest unit the reader sees."""
    return HttpResponseRedirect(reverse("desk:contact_sheet", args=[board.start(request.actor).key]))


@require_safe
@login_required
def show(request: Request, key: str) -> HttpResponse:
    """A page to print."""
    unit = board.unit_seen(request.actor, key)
    found = sheet.sheet(request.actor, unit, request.received_at)
    response = render(request, "desk/contacts.html", {"sheet": found, "unit": unit})
    response["Cache-Control"] = "no-store"
    return response
