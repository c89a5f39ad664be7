"""Suspending a day: snow closes the schools."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput
from duecare.obligations import kinds as known
from duecare.obligations.actions.extending import new_term
from duecare.obligations.actions.suspensions import moved
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import add_deltas, catch_up, delta, post_id, told_to_debtors
from duecare.obligations.actions.waiving import end_as_waived
from duecare.obligations.models import Happening, Obligation, Suspension, Term
from duecare.obligations.rules import RECORD_AFTER, Delta
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end

_WRITTEN = [
    "opened_at", "missed_at", "opens_at", "due_at", "closes_at",
    "closed_at", "closed_as", "closed_by", "closed_why", "wake_at",
]  # fmt: skip


def suspend_day(
    *,
    unit: Unit,
    day: date,
    kinds: Collection[str] = (),
    why: str,
    move_to: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Waive, or move to another day, what the unit and all below it owe for a day, now and when it is materialised.

    Kinds that say so (``suspends=False``) stay as they are: a gas leak is owed in snow too.

    :param kinds: keys of kinds; none for all that can be suspended.
    :returns: how many duties it touched at once.
    :raises NotAllowed: the actor may not suspend there.
    :raises BadInput: it would move them to an earlier day.
    """
    post = rights.require(by, "obligations.suspend", unit.lineage)
    if move_to is not None and move_to <= day:
        raise BadInput("not-later", _("The new day has to be later than the old one."), where="move_to")
    one = Suspension(
        root_id=unit.root_id, unit=unit, lineage=unit.lineage, day=day, kinds=sorted(kinds), move_to=move_to,
        why=why[:300], by_user=by.user_id, by_post=post_id(post), at=at,
    )  # fmt: skip
    with together():
        one.save()
        rows = _touch(one, by)
        record(
            root=unit.root_id, verb="obligations.suspended", object_kind="suspension", object_id=one.id, at=at,
            actor=by.user_id, post=post_id(post),
            details={
                "unit": str(unit.id), "day": day.isoformat(), "kinds": one.kinds, "why": why,
                "move_to": move_to and move_to.isoformat(), "ids": [str(row.id) for row in rows],
            },
        )  # fmt: skip
    return len(rows)


def _touch(one: Suspension, by: Actor) -> list[Obligation]:
    found = Obligation.objects.select_for_update(of=("self",)).select_related("ladder", "debtor").filter(
        root_id=one.root_id,
        lineage__gte=one.lineage,
        lineage__lte=subtree_end(one.lineage),
        slot=one.day,
        closed_at=None,
    ).exclude(kind__in=known.unsuspended())  # fmt: skip
    if one.kinds:
        found = found.filter(kind__in=one.kinds)
    rows = list(found.order_by("id"))
    deltas: list[Delta] = []
    happenings: list[Happening] = []
    terms: list[Term] = []
    for row in rows:
        turns, more = _move(row, one, by, terms) if one.move_to else end_as_waived(row, by, one.at, one.why)
        deltas += [delta(row, turn) for turn in turns]
        happenings += more
    Obligation.objects.bulk_update(rows, _WRITTEN, batch_size=100)
    Term.objects.bulk_create(terms)
    told = told_to_debtors(rows, "extended" if one.move_to else "waived", one.at)
    Happening.objects.bulk_create([*happenings, *told])
    add_deltas(deltas)
    return rows


def _move(
    row: Obligation, one: Suspension, by: Actor, terms: list[Term]
) -> tuple[list[str], list[Happening]]:
    turns, happenings = catch_up(row, one.at, row.due_at + RECORD_AFTER)
    days: timedelta = (one.move_to or one.day) - one.day
    if row.opened_at is None:
        row.opens_at = moved(row.opens_at, days.days, row.debtor.zone)
    due_at = moved(row.due_at, days.days, row.debtor.zone)
    terms.append(new_term(row, due_at, by, one.by_post, one.at, one.why))
    return turns, happenings
