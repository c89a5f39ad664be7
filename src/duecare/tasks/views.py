"""A task's page, and saying that it is done."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.orgs.rules import Actor
from duecare.tasks import actions, queries
from duecare.tasks.forms import CompletionForm


@require_safe
@login_required
def show(request: HttpRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """What is asked for, and how it went."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    at: datetime = request.received_at  # type: ignore[attr-defined]
    page = queries.page(obligation_id=obligation_id, by=by, at=at)
    return render(request, "tasks/task.html", {"page": page, "form": CompletionForm(asked=page.form)})


@require_POST
@login_required
def complete(request: HttpRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """Take it as done."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    at: datetime = request.received_at  # type: ignore[attr-defined]
    page = queries.page(obligation_id=obligation_id, by=by, at=at)
    form = CompletionForm(request.POST, asked=page.form)
    if not form.is_valid():
        return render(request, "tasks/task.html", {"page": page, "form": form}, status=422)
    actions.complete(
        obligation_id=obligation_id,
        by=by,
        at=at,
        note=form.cleaned_data.get("note", ""),
        headcount=form.cleaned_data.get("headcount"),
    )
    messages.success(request, _("Taken as done."))
    return redirect("tasks:task", obligation_id)
