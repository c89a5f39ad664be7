"""What the reader stands, offers and asks for."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import DomainError
from duecare.duty.actions import leaving, swapping
from duecare.duty.forms import AskLeaveForm
from duecare.duty.queries import mine as query
from duecare.duty.queries.passing import passing_page
from duecare.orgs.requests import Request


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """What I stand next, what is offered to me, what I have asked for."""
    return _shown(request)


def _shown(
    request: Request, trouble: DomainError | None = None, form: AskLeaveForm | None = None
) -> HttpResponse:
    page = query.mine(request.actor, request.received_at)
    context = {"page": page, "trouble": trouble, "form": form or AskLeaveForm(keepers=page.keepers)}
    status = trouble.status if trouble else 422 if form is not None else 200
    return render(request, "duty/mine.html", context, status=status)


@require_safe
@login_required
def passing(request: Request, assignment_id: uuid.UUID) -> HttpResponse:
    """Who else could stand a watch."""
    return _passing(request, assignment_id, request.GET.get("to", ""))


def _passing(
    request: Request, assignment_id: uuid.UUID, to: str, trouble: DomainError | None = None
) -> HttpResponse:
    page = passing_page(request.actor, assignment_id, to, request.received_at)
    context = {"page": page, "trouble": trouble}
    return render(request, "duty/passing.html", context, status=trouble.status if trouble else 200)


@require_POST
@login_required
def offer(request: Request, assignment_id: uuid.UUID) -> HttpResponse:
    """Offer a watch."""
    try:
        swapping.offer(
            assignment_id=assignment_id,
            to=chosen(request, "to"),
            wanted=chosen(request, "wanted"),
            by=request.actor,
            at=request.received_at,
        )
    except DomainError as trouble:
        return _passing(request, assignment_id, request.POST.get("to", ""), trouble)
    messages.success(request, _("It is offered. Until the leader has consented, the watch is yours."))
    return redirect("duty:mine")


def chosen(request: Request, name: str) -> uuid.UUID | None:
    """The id that a form sent under a name; None for nothing or nonsense."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@require_POST
@login_required
def accept(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Accept a watch that is offered."""
    try:
        swapping.accept(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _shown(request, trouble)
    messages.success(request, _("Accepted. The leader decides; you are told."))
    return redirect("duty:mine")


@require_POST
@login_required
def decline(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Decline it."""
    try:
        swapping.decline(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _shown(request, trouble)
    messages.success(request, _("Declined. No reason is kept."))
    return redirect("duty:mine")


@require_POST
@login_required
def withdraw(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Take an offer back."""
    try:
        swapping.withdraw(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _shown(request, trouble)
    messages.success(request, _("The offer is taken back. The watch is yours."))
    return redirect("duty:mine")


@require_POST
@login_required
def ask_leave(request: Request) -> HttpResponse:
    """Ask for leave."""
    keepers = query.mine(request.actor, request.received_at).keepers
    form = AskLeaveForm(request.POST, keepers=keepers)
    if not form.is_valid():
        return _shown(request, form=form)
    first: date = form.cleaned_data["first"]
    try:
        leaving.ask_leave(
            roster_id=uuid.UUID(form.cleaned_data["roster"]),
            first=first,
            last=form.cleaned_data["last"],
            by=request.actor,
            at=request.received_at,
        )
    except DomainError as trouble:
        return _shown(request, trouble, form)
    messages.success(request, _("Asked for. The leader decides before your first watch in it; you are told."))
    return redirect("duty:mine")


@require_POST
@login_required
def withdraw_leave(request: Request, leave_id: uuid.UUID) -> HttpResponse:
    """Take back leave."""
    try:
        leaving.withdraw_leave(leave_id=leave_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _shown(request, trouble)
    messages.success(request, _("Taken back. Watches that were covered stay with who covers them."))
    return redirect("duty:mine")
