"""What the ledger tells."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.hazards import queries
from duecare.hazards.queries import Figures, Filters
from duecare.hazards.queries.figures import PERIODS
from duecare.hazards.rules import MAJOR
from duecare.orgs.requests import Request


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """Figures of a unit and all below it; each leads to its rows of the ledger."""
    filters, days = Filters.of(request.GET), request.GET.get("days", "")
    unit = queries.top(request.actor, filters.unit)
    found = queries.figures(
        request.actor, unit, int(days) if days in map(str, PERIODS) else 0, request.received_at
    )
    of_unit = Filters(unit=filters.unit)
    context = {
        "figures": found,
        "filters": of_unit,
        "query": of_unit.query(),
        "units": queries.around(request.actor, unit),
        "periods": PERIODS,
        **_rows(found, of_unit),
    }
    return render(request, "hazards/figures.html", context)


def _rows(found: Figures, of_unit: Filters) -> dict[str, Any]:
    """Each figure with the address of its rows."""
    closed: dict[str, Any] = {"shown": "closed", "closed_from": found.first, "closed_to": found.last}
    return {
        "ages": [
            (
                age,
                *(
                    of_unit.query(found_from=age.first, found_to=age.last, level=level)
                    for level in ("", MAJOR)
                ),
            )
            for age in found.ages
        ],
        "times": [
            (
                category,
                [
                    (time, of_unit.query(**closed, level=level, category=category or ""))
                    for level, time in of_level
                ],
            )
            for category, of_level in found.times
        ],
        "returns": [
            (
                place,
                category,
                count,
                of_unit.query(shown="all", again="yes", place=place.code, category=category),
            )
            for place, category, count in found.returns
        ],
        "late": [(one, count, Filters(unit=one.key).query()) for one, count in found.late],
    }
