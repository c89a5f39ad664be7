"""The officer's desk: what is owed today, what somebody holds, what nobody does anything about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, Q

from duecare.core.calendar import local_date
from duecare.grievances import versions
from duecare.grievances.holding import holding_units
from duecare.grievances.models import Case
from duecare.obligations.shapes import shown
from duecare.orgs.rules import Actor

PER_PAGE = 50
SHOWN = ("open", "due", "ended")


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list: number, subject, stage and the next time limit. Nothing of who brought it."""

    case: Case
    stage: str
    category: str
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of what somebody holds, the most urgent first."""

    rows: Sequence[Row]
    shown: str
    page: int
    more: bool


def desk(by: Actor, shown_: str, page: int, at: datetime) -> Desk:
    """The cases that ``by``'s posts hold. Three statements, whatever their number."""
    units = holding_units(by)
    found = Case.objects.held_by(units).filter(forgotten_at=None).select_related("procedure", "root")
    due = Min(
        "owed__obligation__due_at",
        filter=Q(owed__obligation__closed_at=None, owed__obligation__debtor__in=units),
    )
    rows: Any = found.annotate(due_at=due)
    if shown_ == "due":
        rows = rows.filter(due_at__isnull=False)
    elif shown_ == "ended":
        rows = rows.filter(ended=True)
    else:
        rows = rows.filter(Q(ended=False) | Q(due_at__isnull=False))
    start = (page - 1) * PER_PAGE
    chosen = list(rows.order_by("due_at", "-received_at", "id")[start : start + PER_PAGE + 1])
    return Desk([_row(case, at) for case in chosen[:PER_PAGE]], shown_, page, len(chosen) > PER_PAGE)


def _row(case: Any, at: datetime) -> Row:
    stage = case.procedure.procedure.stage(case.stage)
    due_on = last_day(case.due_at, case.root.zone) if case.due_at else None
    late = case.due_at is not None and case.due_at < at
    return Row(case, shown(stage.title.zh, stage.title.en), category_title(case.category), due_on, late)


def last_day(due_at: datetime, zone: str) -> date:
    """The last local day of a limit that is due at the first instant of the next."""
    return local_date(due_at - timedelta(microseconds=1), zone)


def category_title(key: str) -> str:
    """What a category is called, in the reader's language."""
    found = versions.shipped_categories().category(key)
    return shown(found.title.zh, found.title.en) if found else key
