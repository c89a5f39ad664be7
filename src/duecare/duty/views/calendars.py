"""Watches in one's own calendar."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import DomainError
from duecare.duty.actions import feeding
from duecare.duty.queries import feeds
from duecare.orgs.requests import Request
from duecare.web import calendars


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """The addresses that the reader has and could have."""
    return _shown(request)


def _shown(request: Request, address: str = "", trouble: DomainError | None = None) -> HttpResponse:
    context = {
        "addresses": feeds.addresses(request.actor),
        "choices": [
            (key, subject.title, key.partition(":")[0]) for key, subject in feeds.choices(request.actor)
        ],
        "address": address,
        "trouble": trouble,
    }
    response = render(request, "duty/calendar.html", context, status=trouble.status if trouble else 200)
    if address:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def make_address(request: Request) -> HttpResponse:
    """Make an address and show it, once."""
    what = request.POST.get("what", "mine")
    try:
        token = feeding.make_feed(what=what, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _shown(request, trouble=trouble)
    return _shown(request, calendars.address(reverse("duty:ics", args=[token])))


@require_POST
@login_required
def end_address(request: Request, feed_id: uuid.UUID) -> HttpResponse:
    """End an address."""
    feeding.end_feed(feed_id=feed_id, by=request.actor, at=request.received_at)
    messages.success(request, _("The address no longer answers."))
    return redirect("duty:calendar")


@require_safe
def ics(request: Request, token: str) -> HttpResponse:
    """The calendar itself: read by calendars, without a session."""
    at = request.received_at
    found = feeds.calendar_of(token, at)
    with translation.override(found.feed.owner.language or settings.LANGUAGE_CODE):
        told = calendars.frame(name=found.name, zone=found.zone, prodid="-//duecare//watches//ZH", at=at)
        for event in feeds.events(found):
            told.add_component(event)
    body: bytes = told.to_ical()
    return calendars.answer(body, "watches.ics")
