"""The officer's desk: what is owed today, what somebody holds, what nobody does anything about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet

from duecare.core.calendar import at_local, local_date
from duecare.grievances import versions
from duecare.grievances.holding import holding_units, none, recusals
from duecare.grievances.models import NEVER, Case, Hold, Owed, ProcedureVersion, Step
from duecare.grievances.queries import finding
from duecare.grievances.rules import Role
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown
from duecare.orgs.rules import Actor

PER_PAGE = 50
#: Not finished; owed today; nobody has done anything yet; it is for the owner to act; with a deadline; finished.
SHOWN = ("open", "today", "new", "waiting", "due", "ended")
#: Of a hold: whether it rests, when it is due, when it was received, its case, its own id.
Place = tuple[bool, datetime, datetime | None, uuid.UUID, uuid.UUID]
_STAFF = (Role.HOLDER, Role.LEADER, Role.ABOVE, Role.REREVIEW)


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
    q: str
    page: int
    more: bool


def desk(by: Actor, shown_: str, page: int, at: datetime, q: str = "") -> Desk:
    """The cases that ``by``'s posts hold.

    One statement for each unit that they hold cases of, and four more; see :func:`finding.found` for words.

    :param q: words of the subject line that an officer wrote, or a number; nothing else of a case can be searched, and
        nobody searches among what others hold (domain.md §4, rule 3).
    """
    start = (page - 1) * PER_PAGE
    end = start + PER_PAGE + 1
    words = q.split()
    found: dict[uuid.UUID, Place] = {}
    read: dict[uuid.UUID, Hold] = {}
    # Each unit along its part of the index; together they would all have to be sorted.
    for unit, lineage in [] if finding.finds_nothing(words) else holding_units(by):
        held = _chosen(_held(by, unit), shown_, at)
        if words:
            hits = finding.found(by, held, lineage, words, shown_ == "ended", end)
            read |= {one.id: one for one in hits}
            places = [(one.rests, one.due_at, one.received_at, one.case_id, one.id) for one in hits]
        else:
            places = list(held.values_list("rests", "due_at", "received_at", "case_id", "id")[:end])
        for place in places:
            if place[3] not in found or place[1] < found[place[3]][1]:
                found[place[3]] = place
    chosen = [place[4] for place in sorted(found.values(), key=_turn)[start:end]]
    rest = [one for one in chosen[:PER_PAGE] if one not in read]
    holds = read | Hold.objects.select_related("case__root").in_bulk(rest)
    wanted = {holds[one].case.procedure_id for one in chosen[:PER_PAGE]}
    procedures = ProcedureVersion.objects.in_bulk(wanted)
    rows = [_row(holds[one], procedures[holds[one].case.procedure_id], at) for one in chosen[:PER_PAGE]]
    return Desk(rows, shown_, q, page, len(chosen) > PER_PAGE)


def _held(by: Actor, unit: uuid.UUID) -> QuerySet[Hold]:
    """What a unit holds now and ``by`` is not excused from, the most urgent first."""
    found = Hold.objects.filter(unit=unit, until=None, case__forgotten_at=None).exclude(
        role=HoldRole.CONCERNED
    )
    found = found.filter(none(recusals(by)))
    return found.order_by("rests", "due_at", "-received_at", "case")


def _turn(one: Place) -> tuple[bool, datetime, float, uuid.UUID]:
    rests, due_at, received_at, case_id, _hold = one
    return rests, due_at, -received_at.timestamp() if received_at else 0.0, case_id


def _chosen(held: QuerySet[Hold], shown_: str, at: datetime) -> QuerySet[Hold]:
    """What a tab shows."""
    if shown_ == "ended":
        return held.filter(rests=True)
    held = held.filter(rests=False)
    if shown_ == "today":
        tomorrow = local_date(at, settings.TIME_ZONE) + timedelta(days=1)
        return held.filter(due_at__lte=at_local(tomorrow, time(0), settings.TIME_ZONE))
    if shown_ == "new":
        return held.filter(none(Step.objects.filter(role__in=_STAFF)), case__ended=False)
    if shown_ == "waiting":
        owed = Owed.objects.filter(obligation__closed_at=None)
        return held.filter(none(owed), due_at=NEVER, case__ended=False)
    if shown_ == "due":
        return held.filter(due_at__lt=NEVER)
    return held


def _row(one: Hold, procedure: ProcedureVersion, at: datetime) -> Row:
    case = one.case
    stage = procedure.procedure.stage(case.stage)
    due_on = last_day(one.due_at, case.root.zone) if one.due_at < NEVER else None
    return Row(
        case, shown(stage.title.zh, stage.title.en), category_title(case.category), due_on, one.due_at < at
    )


def last_day(due_at: datetime, zone: str) -> date:
    """The last local day of a limit that is due at the first instant of the next."""
    return local_date(due_at - timedelta(microseconds=1), zone)


def category_title(key: str) -> str:
    """What a category is called, in the reader's language."""
    found = versions.shipped_categories().category(key)
    return shown(found.title.zh, found.title.en) if found else key
