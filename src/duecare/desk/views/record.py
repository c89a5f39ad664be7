"""The record."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from duecare.audit import queries as audit
from duecare.desk.queries import record as query
from duecare.orgs.requests import Request

#: Entries that one request recomputes: a second's work.
MOST_VERIFIED = 10_000


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """Entries, newest first, and the latest signed head."""
    return render(request, "desk/record.html", _context(request, request.GET.get("root", "")))


@require_POST
@login_required
def verify(request: Request) -> HttpResponse:
    """Recompute the record, of a long one the newest entries; against a head kept outside when one is pasted."""
    key = request.POST.get("root", "")
    root, _roots = query.root_seen(request.actor, key)
    against = request.POST.get("against", "").strip() or None
    verdict = audit.verify(root=root.id, against=against, newest=MOST_VERIFIED)
    return render(request, "desk/record.html", {**_context(request, key), "verdict": verdict})


@require_safe
@login_required
def entry(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """One entry in people's words."""
    root, line = query.entry(request.actor, entry_id)
    details = query.spoken_details(line.row.details) if line.row.details is not None else None
    return render(request, "desk/entry.html", {"root": root, "line": line, "details": details})


def _context(request: Request, key: str) -> dict[str, object]:
    verb, about = request.GET.get("verb", ""), request.GET.get("about", "")
    found = query.record(request.actor, key=key, before=request.GET.get("before", ""), verb=verb, about=about)
    return {"record": found, "root": found.root, "verb": verb, "about": about, "verbs": query.verbs()}
