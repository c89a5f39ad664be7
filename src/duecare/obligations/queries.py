"""What people see of what is owed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import Calendar, calendar_from, shipped
from duecare.core.errors import NotFound
from duecare.obligations import kinds
from duecare.obligations.models import (
    CalendarData,
    Happening,
    Heartbeat,
    Ladder,
    Obligation,
    Outage,
    Tally,
    Term,
    Transfer,
)
from duecare.obligations.rules import suppressed
from duecare.orgs import rights
from duecare.orgs.models import Unit, User
from duecare.orgs.rules import Actor, reach_of, subtree_end
from duecare.web import rows

#: How far ahead an inbox looks at what has not begun yet.
SOON = timedelta(hours=48)
TOLD = ("remind", "tell", "escalate", "nobody")
_LISTED = (
    *("kind", "title", "title_en", "post", "strand", "due_at", "missed_at", "rung", "ladder_id"),
    *(f"debtor__{name}" for name in ("key", "code", "name", "name_en", "zone", "phone")),
)


def owed_by(by: Actor, at: datetime, *, limit: int = 200) -> list[Obligation]:
    """What the actor's posts owe now or soon, the earliest due first, units at hand. One statement.

    A duty without a post of its own stands in the inbox of the unit's leader.
    """
    mine = Q()
    for post in by.posts:
        kinds_of_post = [post.kind, ""] if post.kind == "leader" else [post.kind]
        mine |= Q(debtor_id=post.unit_id, post__in=kinds_of_post)
    if not by.posts:
        return []
    found = Obligation.objects.filter(mine, closed_at=None, opens_at__lte=at + SOON)
    return list(found.select_related("debtor", "creditor").order_by("due_at", "id")[:limit])


def one(by: Actor, obligation_id: uuid.UUID) -> Obligation:
    """An obligation that the actor may see, units at hand.

    :raises NotFound: there is none, or none that the actor may know of.
    """
    row = Obligation.objects.select_related("debtor", "creditor", "root").filter(id=obligation_id).first()
    if row is None or not may_see(by, row):
        raise NotFound("no-obligation", _("There is no such duty."))
    return row


def may_see(by: Actor, row: Obligation) -> bool:
    """Whoever's posts reach the debtor or are those it is owed to; of a confidential one, whoever does it and the head
    of their unit (of an office: of the unit that it is an organ of), and those it is owed to where its kind says so.
    """
    if by.system:
        return True
    if row.confidential:
        knows = kinds.get(row.kind).creditor_knows
        headed = (row.debtor.lineage, reach_of(row.debtor.kind, row.debtor.lineage))
        return any(
            (p.unit_id == row.debtor_id and p.kind == row.post)
            or (p.kind == "leader" and p.lineage in headed)
            or (knows and p.unit_id == row.creditor_id)
            for p in by.posts
        )
    return rights.may(by, "obligations.view", row.debtor.lineage) or any(
        p.unit_id == row.creditor_id for p in by.posts
    )


def under(unit: Unit) -> QuerySet[Obligation]:
    """What the unit and all below it owe that is not confidential, as the tree was at opening."""
    found = Obligation.objects.filter(confidential=False)
    if unit.parent_id is None:
        return found.filter(root_id=unit.id)
    return found.filter(lineage__gte=unit.lineage, lineage__lte=subtree_end(unit.lineage))


def silent_under(by: Actor, unit: Unit, limit: int = 50) -> list[Obligation]:
    """What fell due undone in the unit's subtree and still is, the latest first; with what a list shows of it at hand.

    One statement.

    :raises NotFound: the actor may not see the unit's duties.
    """
    rows = _silent(by, unit).select_related("debtor").only(*_LISTED)
    return list(rows.order_by("-missed_at", "lineage")[:limit])


@lru_cache(maxsize=256)
def steps_of(ladder_id: str) -> tuple[Mapping[str, Any], ...]:
    """The steps of a frozen ladder; it never changes, so it is read once in a process."""
    return tuple(Ladder.objects.get(id=ladder_id).steps)


def count_silent(by: Actor, unit: Unit, most: int = 1000) -> int:
    """How many there are, counted up to ``most``, so that a long history of misses costs no reader anything.

    One statement.

    :raises NotFound: the actor may not see the unit's duties.
    """
    return _silent(by, unit)[:most].count()


def _silent(by: Actor, unit: Unit) -> QuerySet[Obligation]:
    if not rights.may(by, "obligations.view", unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return under(unit).filter(closed_at=None, missed_at__isnull=False)


def owed_on(by: Actor, unit: Unit, day: date) -> list[Obligation]:
    """What the unit itself owes for a day and the tallies know of, the earliest due first. One statement.

    :raises NotFound: the actor may not see the unit's duties.
    """
    if not rights.may(by, "obligations.view", unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    strands = Tally.objects.filter(unit_key=unit.key, slot=day).values("strand")  # what the index asks for
    rows = Obligation.objects.filter(strand__in=strands, slot=day, lineage=unit.lineage, confidential=False)
    return list(rows.select_related("debtor", "creditor").order_by("due_at", "id"))


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the ladder: what, when, by which audience, and whom it found (nobody: empty)."""

    what: str
    at: datetime
    was_due_at: datetime
    audience: str
    people: tuple[User, ...]


def told_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Told, ...]]:
    """Who was told of each obligation, when and by which audience, in order. Two statements."""
    happenings = list(
        Happening.objects.filter(obligation_id__in=ids, what__in=TOLD).order_by("done_at", "id")
    )
    people = User.objects.in_bulk({person for h in happenings for person in h.recipients})
    told: dict[uuid.UUID, list[Told]] = defaultdict(list)
    for h in happenings:
        found = tuple(people[key] for person in h.recipients if (key := uuid.UUID(person)) in people)
        told[h.obligation_id].append(Told(h.what, h.done_at, h.was_due_at, h.audience, found))
    return {key: tuple(steps) for key, steps in told.items()}


Cell = tuple[str, str, date]
"""A cell of the tallies: unit key, strand, slot."""


def tallies(unit_keys: Iterable[str], first: date, last: date) -> dict[Cell, dict[str, int | None]]:
    """Measures of the units' subtrees for the days, both included. One statement; a measure that is 0 may be absent.

    Sums of confidential kinds are suppressed as the charter says: None is a number that must not be shown. A
    confidential kind has its strands to itself.
    """
    rows = Tally.objects.filter(unit_key__in=list(unit_keys), slot__gte=first, slot__lte=last)
    secret = {kind.key for kind in kinds.all() if kind.confidential}
    answer: dict[Cell, dict[str, int | None]] = defaultdict(dict)
    families: dict[tuple[str, date], dict[Cell, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, strand, slot, kind, measure, amount in rows.values_list(
        "unit_key", "strand", "slot", "kind", "measure", "amount"
    ):
        if kind in secret:
            families[strand, slot][key, strand, slot][measure] = amount
        else:
            answer[key, strand, slot][measure] = amount + (answer[key, strand, slot].get(measure) or 0)
    for family in families.values():
        for cell, sums in suppressed(family).items():
            answer[cell] |= sums
    return dict(answer)


def tallied_at() -> datetime | None:
    """Up to when the tallies hold; None before the clock has ever run. One statement."""
    return Heartbeat.objects.filter(name="fold").values_list("at", flat=True).first()


def clock_seen_at() -> datetime | None:
    """When the clock ran last; None when it never has. One statement."""
    return Heartbeat.objects.filter(name="clock").values_list("at", flat=True).first()


def story(obligation: Obligation) -> list[Happening | Term | Transfer]:
    """Everything that happened to an obligation, in order. Three statements."""
    happenings: list[Happening | Term | Transfer] = list(obligation.happenings.select_related("unit"))
    terms: list[Happening | Term | Transfer] = list(obligation.terms.all())
    transfers: list[Happening | Term | Transfer] = list(
        obligation.transfers.select_related("from_debtor", "to_debtor")
    )
    return sorted(happenings + terms + transfers, key=_when)


def _when(event: Happening | Term | Transfer) -> tuple[datetime, int, str]:
    if isinstance(event, Happening):
        return event.done_at, 0, str(event.id)
    return event.at, 1, str(event.id)


def outages(first: datetime, last: datetime, creditor: Unit | None = None) -> list[Outage]:
    """Outages that overlap the time: the clock's own, and those the creditor declared. One statement."""
    whose = Q(creditor=None) if creditor is None else Q(creditor=None) | Q(creditor=creditor)
    return list(Outage.objects.filter(whose, from_at__lt=last, until_at__gt=first).order_by("from_at"))


def confirmed_through() -> list[tuple[str, date]]:
    """Each root unit's name, and the last day that its calendar has confirmed. One statement."""
    rows = CalendarData.objects.select_related("root").order_by("root__lineage")
    return [(row.root.name, _calendar(row.body).confirmed_through) for row in rows]


def calendar_of(root_id: uuid.UUID) -> Calendar:
    """The calendar by which a root unit counts its days; the one that comes with the program where it has none.

    One statement.
    """
    data = rows.find(CalendarData, root=root_id)
    return _calendar(data.body) if data else shipped("cn")


def _calendar(body: Mapping[str, Any]) -> Calendar:
    return shipped(body["shipped"]) if "shipped" in body else calendar_from(body)
