"""Enrolment slips: one-time codes as printed QR codes, shown once."""

from __future__ import annotations

import uuid
from datetime import datetime

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from duecare.orgs import queries
from duecare.orgs.actions import enrolment
from duecare.orgs.actions.people import require_care_of
from duecare.orgs.models import User
from duecare.orgs.queries import people as people_queries
from duecare.orgs.views.access import received
from duecare.orgs.views.units import actor


@never_cache
@login_required
@require_POST
def of_person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """A new slip for one person; an earlier one stops working."""
    by = actor(request)
    found = people_queries.person_for(by, person_id)
    return _slips(request, enrolment.issue_links(users=[found], by=by, at=received(request)))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest, person_id: uuid.UUID) -> HttpResponseBase:
    """Help somebody who lost a device or forgot the password."""
    by = actor(request)
    found = people_queries.person_for(by, person_id)
    require_care_of(found, by, received(request))
    if request.method == "GET":
        return render(request, "orgs/recovery.html", {"person": found})
    token, expires_at = enrolment.recover(user=found, by=by, at=received(request))
    return _slips(request, [(found, token, expires_at)])


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def of_unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Slips for everybody of a unit and below who has not got in yet."""
    by = actor(request)
    unit = queries.unit_for(by, unit_id)
    waiting = people_queries.not_enrolled(by, unit)
    if request.method == "GET":
        return render(request, "orgs/slips_ask.html", {"unit": unit, "waiting": waiting})
    return _slips(request, enrolment.issue_links(users=waiting, by=by, at=received(request)))


def _slips(request: HttpRequest, issued: list[tuple[User, str, datetime]]) -> HttpResponse:
    address = settings.DUECARE["DUECARE_URL"].rstrip("/") + reverse("enrol")
    slips = [
        {
            "person": user,
            "code": "-".join(token[i : i + 4] for i in range(0, len(token), 4)),
            "qr": segno.make(f"{address}#{token}", error="m").svg_data_uri(scale=4, border=2),
            "expires_at": expires_at,
        }
        for user, token, expires_at in issued
    ]
    return render(request, "orgs/slips.html", {"slips": slips, "address": address})
