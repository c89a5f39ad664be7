"""The calendar, and each person's feed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.desk import actions, feeds
from duecare.desk.queries import feed as query
from duecare.desk.queries.month import month
from duecare.desk.views.board import day_of
from duecare.orgs.models import Unit
from duecare.orgs.queries import actor_of
from duecare.orgs.requests import Request
from duecare.orgs.rules import Actor
from duecare.web import calendars


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """A month, as weeks and as an agenda."""
    on = day_of(f"{request.GET.get('month', '')}-01")
    everyone = request.GET.get("of") == "everyone"
    found = month(request.actor, on, request.received_at, everyone=everyone, zone=_zone(request.actor))
    return render(request, "desk/calendar.html", {"month": found})


@require_safe
@login_required
def feed_page(request: Request) -> HttpResponse:
    """How to have one's duties in one's own calendar."""
    return render(request, "desk/feed.html", {"since": query.address_since(request.actor)})


@require_POST
@login_required
def make_address(request: Request) -> HttpResponse:
    """Make an address and show it, once."""
    token = actions.make_feed(by=request.actor, at=request.received_at)
    address = calendars.address(reverse("desk:ics", args=[token]))
    response = render(request, "desk/feed.html", {"since": request.received_at, "address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def end_address(request: Request) -> HttpResponse:
    """End the address."""
    actions.end_feed(by=request.actor, at=request.received_at)
    messages.success(request, _("The address no longer answers."))
    return HttpResponseRedirect(reverse("desk:feed"))


@require_safe
def ics(request: Request, token: str) -> HttpResponse:
    """The feed itself: read by calendars, without a session."""
    feed = query.feed_of(token)
    at = request.received_at
    person = actor_of(feed.user, at)
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        dues = query.dues(person, at)
        known = actions.publish(feed=feed, dues=dues, at=at)
        body = feeds.written(
            known,
            {due.uid: due for due in dues},
            name=_("Duties") + f" · {person.name}",
            zone=_zone(person),
            host=calendars.host(),
            at=at,
        )
    return calendars.answer(body, "duties.ics")


def _zone(by: Actor) -> str:
    unit = Unit.objects.filter(id__in=[p.unit_id for p in by.posts]).order_by("lineage").first()
    return unit.zone if unit else settings.TIME_ZONE
