"""For everybody, without an account: when people are received, and taking a number."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.core.calendar import zone_named
from duecare.core.errors import BadInput, DomainError
from duecare.orgs.requests import Request
from duecare.orgs.slowdown import Slowdown, address_of
from duecare.receptions import actions, queries
from duecare.receptions.forms import BackForm, TimeForm
from duecare.receptions.queries import DayPage
from duecare.web.openly import openly

#: Numbers taken and given back, in this process. People who share one address are slowed, never shut out.
takings = Slowdown(burst=30, every=10.0)


@openly
@require_safe
def days(request: Request, key: str) -> HttpResponse:
    """Days ahead and whether the last ones were held; ``?at=`` is one unit's."""
    root = queries.body_of(key)
    unit = queries.unit_of(root, request.GET.get("at", ""))
    context = {
        "root": root, "unit": unit, "units": queries.unit_choices(root),
        "ahead": queries.listed(root, unit, request.received_at),
        "past": queries.listed(root, unit, request.received_at, past=True),
    }  # fmt: skip
    return render(request, "receptions/days.html", context)


@openly
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: Request, key: str, day_id: uuid.UUID) -> HttpResponse:
    """Who receives whom where, and taking a number for a time."""
    page = queries.day_page(queries.body_of(key), day_id, request.received_at)
    if request.method != "POST":
        return _page(request, page, TimeForm(slots=_slots(page)))
    if waiting := takings.wait(address_of(request)):
        return _slowed(request, page, waiting)
    form = TimeForm(request.POST, slots=[(slot.number, "") for slot in page.slots])
    if form.is_valid():
        given = form.cleaned_data
        try:
            taken = actions.take(
                day=page.day, number=given["number"], coming=given["coming"], client_id=given["batch"],
                at=request.received_at,
            )  # fmt: skip
        except DomainError as error:
            field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
            form.add_error(field, error.message)
        else:
            return render(request, "receptions/ticket.html", {"page": page, "taken": taken})
    page = queries.day_page(page.root, day_id, request.received_at)  # somebody may have been faster
    form.fields["number"].choices = _slots(page)  # type: ignore[attr-defined]
    return _page(request, page, form, 422)


@openly
@require_POST
def back(request: Request, key: str, day_id: uuid.UUID) -> HttpResponse:
    """Give a number back."""
    page = queries.day_page(queries.body_of(key), day_id, request.received_at)
    if waiting := takings.wait(address_of(request)):
        return _slowed(request, page, waiting)
    form = BackForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_back(day=page.day, number=given["back"], check_sign=given["check_sign"])
        except DomainError as error:
            form.add_error("check_sign", error.message)
        else:
            messages.success(request, _("The number is free again. Thank you."))
            return redirect("receptions:day", key, day_id)
    return _page(request, page, TimeForm(slots=_slots(page)), 422, back=form)


def _slots(page: DayPage) -> list[tuple[int, str]]:
    zone = zone_named(page.day.terms["zone"])
    return [(slot.number, f"{slot.at.astimezone(zone):%H:%M}") for slot in page.free]


def _page(request: Request, page: DayPage, form: TimeForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"page": page, "form": form, "back": BackForm(), **more}
    return render(request, "receptions/day.html", context, status=status)


def _slowed(request: Request, page: DayPage, waiting: float) -> HttpResponse:
    seconds = math.ceil(waiting)
    message = ngettext(
        "Much is coming in from your network just now. Please try again in %(n)s second.",
        "Much is coming in from your network just now. Please try again in %(n)s seconds.",
        seconds,
    )
    context = {"slowed": message % {"n": seconds}}
    response = _page(request, page, TimeForm(slots=_slots(page)), 429, **context)
    response["Retry-After"] = str(seconds)
    return response
