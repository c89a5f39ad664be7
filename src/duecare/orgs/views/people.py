"""A person's page, and who holds a post."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.core.calendar.localtime import day_bounds
from duecare.core.errors import BadInput, NotFound
from duecare.orgs import actions, queries, rights
from duecare.orgs.forms import AppointmentForm, NewPersonForm, PersonForm
from duecare.orgs.models import Appointment, Post
from duecare.orgs.queries import people as people_queries
from duecare.orgs.rules import Actor
from duecare.orgs.views.access import received
from duecare.orgs.views.units import actor, done
from duecare.web.templatetags.duecare import titled


@login_required
@require_safe
def person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """A person: posts now and to come, how to reach them, and help with the account."""
    by = actor(request)
    found = people_queries.person_for(by, person_id)
    reach = people_queries.reach_over(by, found)
    context = {
        "person": found,
        "reach": reach,
        "appointments": people_queries.appointments_of(found, received(request)),
        "link": people_queries.open_link(found, received(request)) if reach.manage else None,
        "now": received(request),
    }
    return render(request, "orgs/person.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, person_id: uuid.UUID) -> HttpResponseBase:
    """Change what is known of a person."""
    by = actor(request)
    found = people_queries.person_for(by, person_id)
    actions.people.require_care_of(found, by, received(request))
    form = PersonForm(
        request.POST or None, initial={"name": found.name, "email": found.email, "phone": found.phone}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: actions.change_person(user=found, by=by, at=received(request), **given)):
            return redirect("person", found.id)
    return _form(request, form, _("Change %(name)s") % {"name": found.name}, person=found)


@login_required
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Open an account in a unit."""
    by = actor(request)
    unit = queries.unit_for(by, unit_id)
    rights.require(by, "orgs.manage", unit.lineage)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: actions.add_person(home=unit, by=by, at=received(request), **given)):
            return redirect("unit", unit.id)
    return _form(request, form, _("Add a person to %(unit)s") % {"unit": titled(unit)}, unit=unit)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, post_id: uuid.UUID) -> HttpResponseBase:
    """Give a post to a person, or let them stand in for some days."""
    by = actor(request)
    post = _post(by, post_id)
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, received(request)

        def act() -> None:
            user = people_queries.by_username(by, given["username"])
            starts, ends = _bounds(given, post.unit.zone, at)
            actions.appoint(
                user=user, post=post, by=by, at=at, starts_at=starts, ends_at=ends, deputy=given["deputy"]
            )

        if done(form, act):
            return redirect("unit", post.unit_id)
    heading = _("Who holds “%(post)s” of %(unit)s") % {"post": titled(post), "unit": titled(post.unit)}
    return _form(request, form, heading, unit=post.unit, suggestions=people_queries.people_of(post.unit))


@login_required
@require_POST
def post_closing(request: HttpRequest, post_id: uuid.UUID) -> HttpResponse:
    """Give a post up."""
    post = _post(actor(request), post_id)
    actions.close_post(post=post, by=actor(request), at=received(request))
    messages.success(request, _("The post is given up; it stays on record."))
    return redirect("unit", post.unit_id)


@login_required
@require_POST
def appointment_end(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """End an appointment now."""
    by = actor(request)
    found = Appointment.objects.select_related("post__unit", "user").filter(id=appointment_id).first()
    if found is None or not rights.may(by, "orgs.view", found.post.unit.lineage):
        raise NotFound("no-appointment", _("There is no such appointment."))
    actions.end_appointment(appointment=found, by=by, at=received(request))
    messages.success(request, _("%(name)s no longer holds this post.") % {"name": found.user.name})
    return redirect("unit", found.post.unit_id)


@login_required
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, person_id: uuid.UUID) -> HttpResponseBase:
    """The person leaves."""
    by = actor(request)
    found = people_queries.person_for(by, person_id)
    actions.people.require_care_of(found, by, received(request))
    if request.method == "POST":
        actions.leave(user=found, by=by, at=received(request))
        said = _("%(name)s has left. What was owed stays with the posts.")
        messages.success(request, said % {"name": found.name})
        return redirect("person", found.id)
    held = people_queries.appointments_of(found, received(request))
    return render(request, "orgs/leaving.html", {"person": found, "appointments": held})


def _post(by: Actor, post_id: uuid.UUID) -> Post:
    post = Post.objects.select_related("unit").filter(id=post_id).first()
    if post is None or not rights.may(by, "orgs.view", post.unit.lineage):
        raise NotFound("no-post", _("There is no such post."))
    rights.require(by, "orgs.manage", post.unit.lineage)
    return post


def _bounds(given: dict[str, Any], zone: str, at: datetime) -> tuple[datetime | None, datetime | None]:
    first, last = given["first"], given["last"]
    if given["deputy"] and not (first and last):
        raise BadInput("deputy-dates", _("A deputy needs a first and a last day."))
    starts = max(at, day_bounds(first, zone)[0]) if first else None
    if first and day_bounds(first, zone)[1] <= at:
        raise BadInput("first-day", _("The first day lies in the past."))
    return starts, day_bounds(last, zone)[1] if last else None


def _form(request: HttpRequest, form: Form, heading: str, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "orgs/form.html", {"form": form, "heading": heading, **context}, status=status)
