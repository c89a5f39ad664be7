"""One hazard's page, and what is done on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.calendar import local_date
from duecare.core.errors import DomainError
from duecare.hazards import queries
from duecare.hazards.forms import ByDay
from duecare.hazards.models import Commitment
from duecare.hazards.queries import HazardPage
from duecare.hazards.views.acts import ACTS, Act
from duecare.orgs.requests import Request


@require_safe
@login_required
def show(request: Request, hazard_id: uuid.UUID) -> HttpResponse:
    """Its story and what to do next."""
    return _render(request, queries.page(request.actor, hazard_id, request.received_at))


@require_safe
@login_required
def owed(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """The hazard that a duty is about."""
    return redirect("hazards:hazard", queries.of_obligation(request.actor, obligation_id))


@require_POST
@login_required
def act(request: Request, hazard_id: uuid.UUID, what: str) -> HttpResponse:
    """Do one of the acts; a rule that says no becomes the form's error."""
    if what not in ACTS:
        raise Http404
    page = queries.page(request.actor, hazard_id, request.received_at)
    if what not in page.may:
        messages.warning(request, _("This can't be done now, or not by you. Here is how the hazard stands."))
        return redirect("hazards:hazard", hazard_id)
    form = _form(page, what, request)
    if form.is_valid():
        given = {"hazard_id": hazard_id, "by": request.actor, "at": request.received_at}
        try:
            ACTS[what].call(form, given)
        except DomainError as error:
            form.add_error(None, f"{error.message} {error.hint or ''}".strip())
        else:
            messages.success(request, _("It is on the ledger."))
            return redirect("hazards:hazard", hazard_id)
    return _render(request, page, what, form)


def _render(request: Request, page: HazardPage, what: str = "", filled: ByDay | None = None) -> HttpResponse:
    offered: list[tuple[str, Act, ByDay, bool]] = [
        (
            name,
            one,
            filled if name == what and filled is not None else _form(page, name),
            _first(page, name, what),
        )
        for name, one in ACTS.items()
        if name in page.may
    ]
    context = {"page": page, "hazard": page.hazard, "offered": offered}
    return render(request, "hazards/hazard.html", context, status=422 if filled is not None else 200)


def _first(page: HazardPage, name: str, failed: str) -> bool:
    """Whether the act stands open on the page; commitments that wait for an answer can be given anew, further down."""
    given = name == "commitments" and page.waiting
    return name == failed or (ACTS[name].first and not given)


def _form(page: HazardPage, what: str, request: Request | None = None) -> ByDay:
    more: dict[str, Any] = {"zone": page.hazard.unit.zone, "prefix": None, "auto_id": f"id_{what}_%s"}
    if what == "link":
        more["others"] = [(str(one.id), _name(one)) for one in page.others]
    if what == "commitments" and page.commitment is not None:
        more["initial"] = _as_given(page.commitment, page.hazard.unit.zone)
    sent = (request.POST, request.FILES) if request is not None else ()
    return ACTS[what].form(*sent, **more)


def _as_given(commitment: Commitment, zone: str) -> dict[str, Any]:
    """New commitments begin with what was given last."""
    kept = {name: getattr(commitment, name) for name in ("measures", "post", "funds", "contingency")}
    return {**kept, "day": local_date(commitment.due_at, zone)}


def _name(hazard: Any) -> str:
    where = hazard.place.name if hazard.place else str(hazard.get_category_display())
    return f"{where}: {hazard.text[:40]}"
