"""The board."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from duecare.desk.queries import board as query
from duecare.orgs import rights
from duecare.orgs.requests import Request
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone


@require_safe
@login_required
def start(request: Request) -> HttpResponse:
    """Go to the board of the highest unit the reader sees."""
    return HttpResponseRedirect(reverse("desk:board", args=[query.start(request.actor).key]))


@require_safe
@login_required
def show(request: Request, key: str) -> HttpResponse:
    """The whole page."""
    board = _board(request, key)
    may_suspend = rights.may(request.actor, "obligations.suspend", board.unit.lineage)
    context = {"board": board, "live": _fragment(request, board), "may_suspend": may_suspend}
    return render(request, "desk/board.html", context)


@require_safe
@login_required
def live(request: Request, key: str) -> HttpResponse:
    """The part that changes; 204 while it is what the reader has seen."""
    board = _board(request, key)
    if request.GET.get("seen") == board.tag:
        response = HttpResponse(status=204)
    else:
        response = HttpResponse(_fragment(request, board))
    response["X-As-Of"] = moments.clock_time(in_zone(board.as_of, board.unit))
    response["Cache-Control"] = "no-store"
    return response


def _fragment(request: Request, board: query.Board) -> str:
    """The part that changes, rendered once for all who see the same: the tag tells what is in it, and the minute."""
    key = f"board:{board.unit.key}:{board.day}:{board.page}:{board.tag}:{get_language()}"
    text: str | None = cache.get(key)
    if text is None:
        text = render_to_string("desk/_board.html", {"board": board}, request)
        cache.set(key, text, timeout=60)
    return SafeString(text)


def _board(request: Request, key: str) -> query.Board:
    unit = query.unit_seen(request.actor, key)
    return query.board(
        request.actor,
        unit,
        day_of(request.GET.get("day")),
        request.received_at,
        page_of(request.GET.get("page")),
    )


def day_of(text: str | None) -> date | None:
    """A local date out of an address; anything else is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def page_of(text: str | None) -> int:
    """A page number out of an address; anything else is the first."""
    return max(1, min(10_000, int(text))) if text and text.isdecimal() else 1
