"""That rosters are drawn up and published in time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from duecare.core.calendar import local_date
from duecare.duty.kinds import ROSTER
from duecare.duty.models import Arrangement, Edition, Roster
from duecare.duty.rules import owing
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs.models import Post
from duecare.orgs.rules import SYSTEM
from duecare.web.rows import Among

#: Who comes to keep a roster after the plan was applied has at least so long to publish it.
LATER = timedelta(days=1)


def drafts(arrangement: Arrangement, rosters: Sequence[Roster], at: datetime) -> Iterator[Draft]:
    """That each roster is published in time; one that has been is not asked for again.

    A fixed number of statements, one where all have been.

    What had to be given up and is asked for again is another obligation, numbered: the first has ended.
    """
    due = _due(arrangement, at)
    if due is None:
        return
    published = set(
        Edition.objects.filter(roster__arrangement=arrangement).values_list("roster_id", flat=True)
    )
    lacking = [roster for roster in rosters if roster.id not in published]
    if not lacking:
        return
    ladder = kernel.freeze_ladder(arrangement.terms["ladders"].get("roster", []))
    coordinated = set(
        Post.objects.filter(
            unit_id__in=Among([roster.keeper_id for roster in lacking]), kind="coordinator", closed_at=None
        ).values_list("unit_id", flat=True)
    )
    times = _given_up(arrangement)
    for roster in lacking:
        post = "coordinator" if roster.keeper_id in coordinated else "leader"
        yield _draft(arrangement, roster, post, times.get(str(roster.id), 0), due, at, ladder)


def _due(arrangement: Arrangement, at: datetime) -> datetime | None:
    """By when; None where the plan came too late for a roster, or the period is over."""
    terms = arrangement.terms
    due = datetime.fromisoformat(terms["roster_due"])
    if due <= arrangement.since or local_date(at, terms["zone"]) > date.fromisoformat(terms["last"]):
        return None
    return due if at <= arrangement.since else max(due, at + LATER)


def _given_up(arrangement: Arrangement) -> dict[str, int]:
    """By roster, how often it has been asked for and given up."""
    rows = _of(arrangement).filter(closed_as="waived", closed_by=None, opened_at__isnull=False)
    return {row["subject"]: row["times"] for row in rows.values("subject").annotate(times=Count("id"))}


def _of(arrangement: Arrangement) -> QuerySet[Obligation]:
    return Obligation.objects.filter(strand=arrangement.strand(owing.ROSTER), kind=ROSTER.key)


def owed(roster: Roster, at: datetime) -> Obligation | None:
    """What is open of a roster."""
    rows = _of(roster.arrangement).filter(subject=str(roster.id), closed_at=None, opens_at__lte=at)
    return rows.first()


def give_up(arrangement: Arrangement, kept: Sequence[Roster], at: datetime) -> None:
    """Close what is open of rosters that the plan no longer asks for, or not of that unit; a miss stays.

    :param kept: the rosters that are still asked for.
    """
    ours = {str(roster.id) for roster in kept}
    why = (
        _("The plan has changed: this unit no longer keeps the roster.")
        if kept
        else _("The plan no longer asks for this roster.")
    )
    for row in _of(arrangement).filter(closed_at=None).order_by("id"):
        if row.subject not in ours:
            kernel.waive(obligation_id=row.id, by=SYSTEM, at=at, why=why)


def _draft(
    arrangement: Arrangement,
    roster: Roster,
    post: str,
    times: int,
    due: datetime,
    at: datetime,
    ladder: str,
) -> Draft:
    terms, keeper = arrangement.terms, roster.keeper
    what = owing.ROSTER if not times else f"{owing.ROSTER}-{times + 1}"
    return Draft(
        kind=ROSTER.key,
        origin=owing.origin(arrangement.programme, arrangement.key, keeper.key, what),
        root_id=arrangement.root_id,
        debtor_id=keeper.id,
        lineage=keeper.lineage,
        creditor_id=uuid.UUID(terms["creditor"]),
        title=f"{terms['title']}：编制并发布值班表"[:160],
        title_en=f"{terms['title_en'] or terms['title']}: draw up and publish the roster"[:200],
        basis=terms["basis"],
        programme=arrangement.programme,
        post=post,
        strand=arrangement.strand(owing.ROSTER),
        slot=due.date(),
        subject=str(roster.id),
        opens_at=max(arrangement.since, at),
        due_at=due,
        ladder_id=ladder,
    )
