"""A duty's page and what entitled posts may do to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.desk import forms
from duecare.desk.queries import story as query
from duecare.obligations import actions
from duecare.orgs.requests import Request
from duecare.web.templatetags.duecare import in_zone


@require_safe
@login_required
def show(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Everything that happened; of a confidential duty, the page where it is done."""
    if page := query.page_of_its_own(obligation_id, request.actor):
        return HttpResponseRedirect(page)
    return _page(request, query.story(obligation_id, request.actor, request.received_at))


@require_POST
@login_required
def waive(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Let the unit off."""
    story = query.story(obligation_id, request.actor, request.received_at)
    form = forms.Reason(request.POST, prefix="waive")
    if not form.is_valid():
        return _page(request, story, waive=form)
    actions.waive(
        obligation_id=obligation_id, by=request.actor, at=request.received_at, why=form.cleaned_data["why"]
    )
    return _done(request, obligation_id, _("Waived."))


@require_POST
@login_required
def extend(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Grant more time."""
    story = query.story(obligation_id, request.actor, request.received_at)
    form = forms.Extension(request.POST, prefix="extend", zone=story.obligation.debtor.zone)
    if not form.is_valid():
        return _page(request, story, extend=form)
    actions.extend(
        obligation_id=obligation_id,
        new_due_at=form.new_due_at,
        by=request.actor,
        at=request.received_at,
        why=form.cleaned_data["why"],
    )
    return _done(request, obligation_id, _("The due time was moved."))


@require_POST
@login_required
def reassign(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Pass it to another unit or post."""
    story = query.story(obligation_id, request.actor, request.received_at)
    form = forms.Transfer(request.POST, prefix="reassign", root_id=story.obligation.root_id)
    if not form.is_valid():
        return _page(request, story, reassign=form)
    actions.reassign(
        obligation_id=obligation_id,
        to_debtor=form.cleaned_data["unit"],
        to_post=form.cleaned_data["post"],
        by=request.actor,
        at=request.received_at,
        why=form.cleaned_data["why"],
    )
    return _done(request, obligation_id, _("Passed on."))


def _done(request: Request, obligation_id: uuid.UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("desk:obligation", args=[obligation_id]))


def _page(request: Request, story: query.Story, **bound: Any) -> HttpResponse:
    row = story.obligation
    due = in_zone(row.due_at, row.debtor)
    fresh: dict[str, Any] = {
        "waive": forms.Reason(prefix="waive"),
        "extend": forms.Extension(
            prefix="extend", zone=row.debtor.zone, initial={"day": due.date(), "time": due.time()}
        ),
        "reassign": forms.Transfer(
            prefix="reassign", root_id=row.root_id, initial={"unit": row.debtor.code, "post": row.post}
        ),
    }
    context = {
        "story": story,
        "row": row,
        "unit": row.debtor,
        "asked": set(bound),
        "forms": {**fresh, **bound},
    }
    return render(request, "desk/story.html", context, status=400 if bound else 200)
