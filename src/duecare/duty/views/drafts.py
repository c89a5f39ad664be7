"""Drawing up a roster by hand, and publishing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import BadInput, Conflict, DomainError, TooLate
from duecare.duty.actions import drafting, importing, publishing
from duecare.duty.forms import GridForm
from duecare.duty.queries import grids
from duecare.duty.queries.rosters import draft_page, head_of
from duecare.orgs.requests import Request


@require_POST
@login_required
def begin(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Begin a draft from the roster as it stands, or from an edition."""
    text = request.POST.get("edition", "")
    edition = int(text) if text.isdecimal() and len(text) < 6 else None
    draft = drafting.begin(roster_id=roster_id, edition=edition, by=request.actor, at=request.received_at)
    return redirect("duty:draft", roster_id, draft.number)


@require_safe
@login_required
def draft(request: Request, roster_id: uuid.UUID, number: int) -> HttpResponse:
    """A draft: its grid, what is wrong with it, and a cell being set."""
    return _shown(request, roster_id, number, request.GET.get("c", ""))


def _shown(
    request: Request, roster_id: uuid.UUID, number: int, place: str, trouble: DomainError | None = None
) -> HttpResponse:
    page = draft_page(request.actor, roster_id, number, request.received_at, place)
    context = {"page": page, "head": page.head, "trouble": trouble, "place": place}
    if getattr(request, "htmx", False) and trouble is None:
        return render(request, "duty/_editing.html", context)
    context |= {"months": grids.months(page.days), "measures": grids.measures()}
    return render(request, "duty/draft.html", context, status=trouble.status if trouble else 200)


@require_POST
@login_required
def put(request: Request, roster_id: uuid.UUID, number: int) -> HttpResponse:
    """Set one cell."""
    given = {name: request.POST.get(name, "") for name in ("person", "day", "was", "now", "c")}
    day = int(given["day"]) if given["day"].isdecimal() and len(given["day"]) < 5 else -1
    try:
        drafting.edit(
            roster_id=roster_id,
            number=number,
            person=given["person"],
            day=day,
            was=given["was"],
            now=given["now"],
            by=request.actor,
            at=request.received_at,
        )
    except (BadInput, Conflict, TooLate) as trouble:
        return _shown(request, roster_id, number, given["c"], trouble)
    address = reverse("duty:draft", args=[roster_id, number])
    return redirect(f"{address}?c={given['c']}#c{given['c']}")


@require_POST
@login_required
def publish(request: Request, roster_id: uuid.UUID, number: int) -> HttpResponse:
    """Publish the draft."""
    text = request.POST.get("edits", "")
    edits = int(text) if text.isdecimal() and len(text) < 9 else -1
    try:
        edition = publishing.publish(
            roster_id=roster_id, number=number, edits=edits, by=request.actor, at=request.received_at
        )
    except Conflict as trouble:
        return _shown(request, roster_id, number, "", trouble)
    messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
    return redirect("duty:roster", roster_id)


@require_POST
@login_required
def take_over(request: Request, roster_id: uuid.UUID, number: int) -> HttpResponse:
    """Take into the draft what has changed in the roster meanwhile."""
    drafting.take_over(roster_id=roster_id, number=number, by=request.actor, at=request.received_at)
    messages.success(request, _("The changes have been taken over. Look at the draft again."))
    return redirect("duty:draft", roster_id, number)


@require_POST
@login_required
def discard(request: Request, roster_id: uuid.UUID, number: int) -> HttpResponse:
    """Put the draft away."""
    drafting.discard(roster_id=roster_id, number=number, by=request.actor, at=request.received_at)
    messages.success(request, _("Draft %(number)s has been put away.") % {"number": number})
    return redirect("duty:roster", roster_id)


@require_POST
@login_required
def read_back(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Read an edited workbook into a draft, or say what is wrong with it."""
    form = GridForm(request.POST, request.FILES)
    head = head_of(request.actor, roster_id, keep=True)
    trouble: DomainError | None = None
    mistakes: list[importing.Mistake] = []
    if form.is_valid():
        try:
            made, mistakes = importing.read_back(
                roster_id=roster_id,
                data=form.cleaned_data["file"].read(importing.MOST_BYTES + 1),
                by=request.actor,
                at=request.received_at,
            )
        except BadInput as error:
            trouble = error
        else:
            if made is not None:
                return redirect("duty:draft", roster_id, made.number)
    context = {
        "head": head,
        "form": form,
        "mistakes": mistakes[: importing.MOST_LISTED],
        "more": max(0, len(mistakes) - importing.MOST_LISTED),
        "trouble": trouble,
    }
    return render(request, "duty/grid.html", context, status=422)
