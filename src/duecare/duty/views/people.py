"""Who stands the watches of a roster, and what they wish."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import BadInput, Conflict, DomainError, NotAllowed
from duecare.duty.actions import watchkeepers, wishing
from duecare.duty.actions.watchkeepers import Standing
from duecare.duty.forms import LeaveForm, WishForm
from duecare.duty.queries.people import people_page
from duecare.duty.queries.wishes import WishPage, wishes_of
from duecare.orgs.requests import Request


@require_safe
@login_required
def people(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Who stands which post, and who could."""
    return _people(request, roster_id)


def _people(
    request: Request,
    roster_id: uuid.UUID,
    trouble: DomainError | None = None,
    form: LeaveForm | None = None,
) -> HttpResponse:
    page = people_page(request.actor, roster_id, request.received_at)
    form = form or LeaveForm(people=page.choices)
    context = {"page": page, "head": page.head, "trouble": trouble, "leave": form}
    status = trouble.status if trouble else 422 if form.errors else 200
    return render(request, "duty/people.html", context, status=status)


@require_POST
@login_required
def enter(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Take people in, or change what they stand: everybody with at least one post ticked."""
    posts: dict[uuid.UUID, list[str]] = defaultdict(list)
    try:
        for text in request.POST.getlist("post"):
            user, _slash, post = text.partition("/")
            posts[uuid.UUID(user)].append(post)
        given = [
            Standing(user, keys, int(request.POST.get(f"share-{user}") or 100))
            for user, keys in posts.items()
        ]
        changed = watchkeepers.enter(
            roster_id=roster_id, people=given, by=request.actor, at=request.received_at
        )
    except ValueError:
        return _people(
            request, roster_id, BadInput("duty.share", _("The share is a percentage from 1 to 100."))
        )
    except BadInput as trouble:
        return _people(request, roster_id, trouble)
    messages.success(request, _("Entered or changed: %(count)s people.") % {"count": len(changed)})
    return redirect("duty:people", roster_id)


@require_POST
@login_required
def let_go(request: Request, roster_id: uuid.UUID, watchkeeper_id: uuid.UUID) -> HttpResponse:
    """Somebody stands no more watches of this roster."""
    watchkeepers.let_go(watchkeeper_id=watchkeeper_id, by=request.actor, at=request.received_at)
    messages.success(request, _("This person stands no more watches here."))
    return redirect("duty:people", roster_id)


@require_POST
@login_required
def enter_leave(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Enter leave that was granted beforehand."""
    page = people_page(request.actor, roster_id, request.received_at)
    form = LeaveForm(request.POST, people=page.choices)
    if not form.is_valid():
        return _people(request, roster_id, form=form)
    try:
        watchkeepers.enter_leave(
            watchkeeper_id=uuid.UUID(form.cleaned_data["watchkeeper"]),
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
            by=request.actor,
            at=request.received_at,
        )
    except (BadInput, Conflict) as trouble:
        return _people(request, roster_id, trouble, form)
    messages.success(request, _("The leave is entered."))
    return redirect("duty:people", roster_id)


@require_safe
@login_required
def wishes(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """The reader's own wishes."""
    page = _own(request, roster_id)
    return render(request, "duty/wishes.html", {"page": page, "form": _form(page)})


@require_POST
@login_required
def wish(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Enter a wish."""
    page = _own(request, roster_id)
    form = _form(page, request.POST)
    if not form.is_valid():
        return render(request, "duty/wishes.html", {"page": page, "form": form}, status=422)
    given = form.cleaned_data
    try:
        wishing.wish(
            roster_id=roster_id,
            day=given["day"],
            shift=given["shift"],
            wants=given["wants"] == "yes",
            weight=given["weight"],
            by=request.actor,
            at=request.received_at,
        )
    except DomainError as trouble:
        context = {"page": page, "form": form, "trouble": trouble}
        return render(request, "duty/wishes.html", context, status=trouble.status)
    messages.success(request, _("Your wish is entered."))
    return redirect("duty:wishes", roster_id)


@require_POST
@login_required
def take_back(request: Request, roster_id: uuid.UUID, wish_id: uuid.UUID) -> HttpResponse:
    """Take a wish back."""
    wishing.take_back(roster_id=roster_id, wish_id=wish_id, by=request.actor)
    messages.success(request, _("Your wish is taken back."))
    return redirect("duty:wishes", roster_id)


def _own(request: Request, roster_id: uuid.UUID) -> WishPage:
    page = next((page for page in wishes_of(request.actor) if page.roster.id == roster_id), None)
    if page is None:
        raise NotAllowed("duty.not-yours", _("You do not stand watches of this roster."))
    return page


def _form(page: WishPage, data: Any = None) -> WishForm:
    return WishForm(data, terms=page.roster.arrangement.terms)
