"""What waits for the leader's word, and putting somebody else in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import BadInput, DomainError
from duecare.duty.actions import consenting, covering, leaving
from duecare.duty.queries import passing as query
from duecare.duty.views.mine import chosen
from duecare.orgs.requests import Request


@require_safe
@login_required
def requests(request: Request) -> HttpResponse:
    """All swaps and leave that wait."""
    page = query.requests_page(request.actor, request.received_at)
    return render(request, "duty/requests.html", {"page": page})


@require_safe
@login_required
def swap(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """A swap: who, what, and which rules it would break."""
    return _swap(request, swap_id)


def _swap(request: Request, swap_id: uuid.UUID, trouble: DomainError | None = None) -> HttpResponse:
    page = query.swap_page(request.actor, swap_id, request.received_at)
    context = {"page": page, "trouble": trouble}
    return render(request, "duty/swap.html", context, status=trouble.status if trouble else 200)


@require_POST
@login_required
def consent(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Consent to it."""
    try:
        consenting.consent(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _swap(request, swap_id, trouble)
    messages.success(request, _("The swap holds from now on. Both are told."))
    return redirect("duty:swap", swap_id)


@require_POST
@login_required
def refuse(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Refuse it."""
    try:
        consenting.refuse(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _swap(request, swap_id, trouble)
    messages.success(request, _("Refused. Both are told, and keep the watches they stand."))
    return redirect("duty:swap", swap_id)


@require_POST
@login_required
def undo(request: Request, swap_id: uuid.UUID) -> HttpResponse:
    """Undo it."""
    try:
        consenting.undo(swap_id=swap_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _swap(request, swap_id, trouble)
    messages.success(request, _("Undone. Everybody stands again what they stood; they are told."))
    return redirect("duty:swap", swap_id)


@require_safe
@login_required
def leave(request: Request, leave_id: uuid.UUID) -> HttpResponse:
    """A request for leave, with who could cover each watch."""
    return _leave(request, leave_id)


def _leave(request: Request, leave_id: uuid.UUID, trouble: DomainError | None = None) -> HttpResponse:
    page = query.leave_page(request.actor, leave_id, request.received_at)
    context = {"page": page, "trouble": trouble}
    return render(request, "duty/leave.html", context, status=trouble.status if trouble else 200)


@require_POST
@login_required
def grant(request: Request, leave_id: uuid.UUID) -> HttpResponse:
    """Grant it, with cover."""
    covers = {}
    for name in request.POST:
        start, _dash, key = name.partition("-")
        person = chosen(request, name)
        if start == "cover" and person is not None:
            try:
                covers[uuid.UUID(key)] = person
            except ValueError:
                continue
    try:
        leaving.grant(leave_id=leave_id, covers=covers, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _leave(request, leave_id, trouble)
    messages.success(request, _("Granted. Everybody concerned is told."))
    return redirect("duty:leave", leave_id)


@require_POST
@login_required
def refuse_leave(request: Request, leave_id: uuid.UUID) -> HttpResponse:
    """Refuse it."""
    try:
        leaving.refuse_leave(leave_id=leave_id, by=request.actor, at=request.received_at)
    except DomainError as trouble:
        return _leave(request, leave_id, trouble)
    messages.success(request, _("Not granted. The person is told."))
    return redirect("duty:leave", leave_id)


@require_POST
@login_required
def put_in(request: Request, assignment_id: uuid.UUID) -> HttpResponse:
    """Let somebody else stand a watch."""
    to = chosen(request, "to")
    if to is None:
        raise BadInput("duty.nobody-named", _("Choose who stands it instead."), where="to")
    done = consenting.put_in(
        assignment_id=assignment_id,
        to=to,
        wanted=chosen(request, "wanted"),
        by=request.actor,
        at=request.received_at,
    )
    messages.success(request, _("It holds from now on. Both are told."))
    return redirect("duty:swap", done.id)


@require_safe
@login_required
def place(request: Request, watch_id: uuid.UUID, post: str) -> HttpResponse:
    """Who could stand an empty place."""
    page = query.empty_page(request.actor, watch_id, post, request.received_at)
    return render(request, "duty/place.html", {"page": page})


@require_POST
@login_required
def fill(request: Request, watch_id: uuid.UUID, post: str) -> HttpResponse:
    """Put somebody in an empty place."""
    to = chosen(request, "to")
    if to is None:
        raise BadInput("duty.nobody-named", _("Choose who stands it."), where="to")
    covering.fill(watch_id=watch_id, post=post, to=to, by=request.actor, at=request.received_at)
    messages.success(request, _("The place is filled. Who stands it is told."))
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def take(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Take a place now."""
    post = request.POST.get("post", "")
    covering.take(watch_id=watch_id, post=post, by=request.actor, at=request.received_at)
    messages.success(request, _("The watch is yours. Those who keep the roster are told."))
    return redirect("duty:watch", watch_id)
