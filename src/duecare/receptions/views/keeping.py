"""For those who keep a unit's reception days."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import BadInput, DomainError
from duecare.orgs.requests import Request
from duecare.receptions import actions, queries
from duecare.receptions.forms import CallOffForm, HeldForm, received_in_words


@require_safe
@login_required
def listed(request: Request) -> HttpResponse:
    """Days of the reader's units."""
    days = queries.kept_by(request.actor, request.received_at)
    return render(request, "receptions/kept.html", {"days": days})


@require_safe
@login_required
def owed(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """The day that a duty is about."""
    return redirect("receptions:one", queries.of_obligation(request.actor, obligation_id))


@require_safe
@login_required
def one(request: Request, day_id: uuid.UUID) -> HttpResponse:
    """A day, its numbers, and what can be said of it."""
    return _page(request, day_id, HeldForm(), CallOffForm())


@require_POST
@login_required
def held(request: Request, day_id: uuid.UUID) -> HttpResponse:
    """Take it as held."""
    form = HeldForm(request.POST)
    if form.is_valid():
        try:
            actions.say_held(
                day_id=day_id,
                received=form.cleaned_data["received"],
                by=request.actor,
                at=request.received_at,
            )
        except BadInput as error:
            form.add_error(error.where, error.message)
        else:
            messages.success(request, _("Taken as held."))
            return redirect("receptions:one", day_id)
    return _page(request, day_id, form, CallOffForm(), 422)


@require_POST
@login_required
def called_off(request: Request, day_id: uuid.UUID) -> HttpResponse:
    """Publish that it is not held then."""
    form = CallOffForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            other = actions.call_off(
                day_id=day_id,
                why=given["why"],
                instead=given["instead"],
                by=request.actor,
                at=request.received_at,
            )
        except DomainError as error:
            where = error.where if isinstance(error, BadInput) else None
            form.add_error(where, error.message)
        else:
            messages.success(request, _("Published. People who have a number read it on the day's page."))
            return redirect("receptions:one", other.id)
    return _page(request, day_id, HeldForm(), form, 422)


def _page(
    request: Request, day_id: uuid.UUID, held_form: HeldForm, off_form: CallOffForm, status: int = 200
) -> HttpResponse:
    page = queries.kept(request.actor, day_id)
    received = received_in_words(page.day.received) if page.day.received else ""
    context = {
        "page": page, "held_form": held_form, "off_form": off_form, "received": received,
        "begun": page.day.starts_at <= request.received_at,
    }  # fmt: skip
    return render(request, "receptions/one.html", context, status=status)
