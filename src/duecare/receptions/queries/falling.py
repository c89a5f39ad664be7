"""What falls due on days of the calendar, computed without writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from duecare.obligations.queries import calendar_of
from duecare.obligations.selection import units_meant
from duecare.receptions.kinds import DAY
from duecare.receptions.models import Series
from duecare.receptions.rules import occasions


def falling_due(programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
    """Reception days between two local days, in the order of the plan."""
    for series in Series.objects.standing().filter(programme=programme).order_by("position"):
        terms = series.terms
        days = list(occasions(terms, first, last, calendar_of(series.root_id).holidays))
        debtors = units_meant(series.root_id, terms["units"])
        units = debtors.count() if days else 0
        for day in days:
            yield {
                "due_at": day.ends_at + timedelta(seconds=terms["said_within"]),
                "opens_at": day.starts_at,
                "slot": day.on,
                "title": terms["title"][0],
                "title_en": terms["title"][1],
                "basis": terms["basis"],
                "kind": DAY.key,
                "strand": series.strand,
                "units": units,
                "debtors": debtors.values("id"),
                "post": terms["post"],
            }
