"""A roster as it stands: grid, days, fairness, comparison, print and workbook."""

from __future__ import annotations

import io
import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.duty.forms import GridForm, SearchForm
from duecare.duty.queries import day_by_day, fairness, grids, printing, reach
from duecare.duty.queries.comparing import compare
from duecare.duty.queries.rosters import Head, head_of, roster_page
from duecare.orgs.requests import Request
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone, titled


@require_safe
@login_required
def rosters(request: Request) -> HttpResponse:
    """Every roster that the reader may see."""
    found = list(reach.rosters_of(request.actor))
    return render(request, "duty/rosters.html", {"rosters": found})


@require_safe
@login_required
def roster(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """The roster as it stands now."""
    page = roster_page(request.actor, roster_id, request.received_at)
    shown = request.GET.get("view", "")
    every_day = day_by_day.by_day(page.board)
    context = {
        "page": page,
        "head": page.head,
        "view": shown if shown in {"grid", "days"} else "both",
        "months": grids.months(page.days),
        "by_day": [one for one in every_day if one[0].date >= page.board.today],
        "past": [one for one in every_day if one[0].date < page.board.today],
        "measures": grids.measures(),
        "search_form": SearchForm(),
        "grid_form": GridForm(),
    }
    return render(request, "duty/roster.html", context)


@require_safe
@login_required
def fair(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Why the roster is fair, or a draft of it."""
    head, board, number = _board(request, roster_id)
    context = {"head": head, "measures": fairness.drawn(board), "draft": number, "width": fairness.WIDTH}
    return render(request, "duty/fairness.html", context)


def _board(request: Request, roster_id: uuid.UUID) -> tuple[Head, grids.Board, int | None]:
    """The roster, or the draft that the address names."""
    text = request.GET.get("draft", "")
    number = int(text) if text.isdecimal() and len(text) < 6 else None
    head = head_of(request.actor, roster_id, keep=number is not None)
    cells = None if number is None else reach.find_draft(head.roster, number).cells
    return head, grids.board_of(head.roster, request.received_at, cells), number


@require_safe
@login_required
def comparison(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """Who gains and who loses which watch between two rosters."""
    before, after = request.GET.get("before", "now"), request.GET.get("after", "now")
    found = compare(request.actor, roster_id, before, after, request.received_at)
    head = head_of(request.actor, roster_id)
    return render(request, "duty/comparison.html", {"page": found, "head": head})


@require_safe
@login_required
def table(request: Request, roster_id: uuid.UUID) -> HttpResponse:
    """The duty table for the wall: to be printed, stamped and signed."""
    head, board, number = _board(request, roster_id)
    context = {
        "head": head,
        "board": board,
        "draft": number,
        "lines": printing.lines(board),
        "posts": printing.posts(board),
        "phones": printing.phones(board),
        "span": printing.span_said(board.facts.first, board.facts.last),
        "hours": {line.watch.shift: printing.hours(board, line.watch) for line in printing.lines(board)},
    }
    return render(request, "duty/table.html", context)


@require_safe
@login_required
def workbook(request: Request, roster_id: uuid.UUID) -> HttpResponseBase:
    """The same as .xlsx, with the grid that can be read back."""
    head, board, number = _board(request, roster_id)
    file = io.BytesIO()
    title = f"{titled(head.roster.keeper)} {titled(head.roster.arrangement.terms)}"
    note = _("As of %(at)s") % {"at": moments.full(in_zone(request.received_at, board.zone))}
    if number is not None:
        note = f"{_('Draft %(number)s') % {'number': number}} · {note}"
    printing.workbook(board, file, title, note)
    file.seek(0)
    arrangement = head.roster.arrangement
    name = f"{arrangement.programme}-{arrangement.key}-{head.roster.keeper.code}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
