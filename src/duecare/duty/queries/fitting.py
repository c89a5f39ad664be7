"""What stands of an arrangement and no longer fits what its plan asks for."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from duecare.duty.kinds import WATCH
from duecare.duty.models import Arrangement, Assignment, Handover, Roster, Watch
from duecare.duty.rules.surplus import Held, surplus
from duecare.duty.rules.terms import Planned, Terms, days_of, watches_on
from duecare.obligations.models import Obligation
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit

#: Longer than any watch: what began before that is over.
_RECENT = timedelta(days=2)

Where = tuple[uuid.UUID, date, str]
"""Site, day and shift."""


def begun(arrangement: Arrangement, at: datetime) -> set[Where]:
    """The recent watches that have begun or can be taken up already: a change of plan leaves them as they were."""
    opened = Obligation.objects.filter(
        kind=WATCH.key,
        programme=arrangement.programme,
        strand__startswith=arrangement.strand(""),
        opened_at__isnull=False,
        slot__gte=(at - _RECENT).date(),
    ).values_list("subject", flat=True)
    rows = Watch.objects.filter(arrangement=arrangement, ends_at__gt=at - _RECENT)
    rows = rows.filter(Q(starts_at__lte=at) | Q(id__in=[uuid.UUID(subject) for subject in opened]))
    return set(rows.values_list("site_id", "day", "shift"))


def misfits(
    arrangement: Arrangement, terms: Terms | None, at: datetime
) -> Iterator[tuple[Assignment, Planned | None]]:
    """Who stands what the terms do not ask for (None: they ask for nothing), or not of so many, or at another time.

    What has begun or can be taken up already is left out. With each the watch that now takes its place, if any.
    """
    asked = _asked(terms) if terms else {}
    sites = set(_sites(arrangement, terms)) if terms else set()
    spared = begun(arrangement, at)
    standing = Assignment.objects.standing().filter(roster__arrangement=arrangement)
    stay: list[Assignment] = []
    fitting: list[tuple[Assignment, Planned]] = []
    for one in standing.select_related("roster", "watchkeeper").order_by("starts_at", "id"):
        if one.starts_at <= at or (one.site_id, one.day, one.shift) in spared:
            stay.append(one)
            continue
        there = terms is not None and one.site_id in sites and _keeps(one.roster, terms, one.site_id)
        watch = asked.get((one.day, one.shift)) if there else None
        if watch is None or one.post not in watch.needs:
            yield one, None
        else:
            fitting.append((one, watch))
    too_many = _too_many(stay, fitting)
    for one, watch in fitting:
        if one.id in too_many:
            yield one, None
        elif (watch.starts_at, watch.ends_at) != (one.starts_at, one.ends_at):
            yield one, watch


def _too_many(
    stay: Iterable[Assignment], fitting: Sequence[tuple[Assignment, Planned]]
) -> Collection[uuid.UUID]:
    """Of watches that now need fewer people, the assignments that fall away."""
    load: dict[uuid.UUID, float] = defaultdict(float)
    for one in (*stay, *(one for one, _watch in fitting)):
        load[one.user_id] += _weight(one)
    needs: dict[Hashable, int] = {}
    held = []
    for one, watch in fitting:
        place = (one.site_id, one.day, one.shift, one.post)
        needs[place] = watch.needs[one.post]
        held.append(Held(one.id, one.user_id, place, _weight(one), one.made_at))
    return surplus(held, needs, load)


def _weight(one: Assignment) -> float:
    return (one.ends_at - one.starts_at).total_seconds() / 60 * 100 / one.watchkeeper.share


def not_asked_for(arrangement: Arrangement, keep: Collection[Where], at: datetime) -> QuerySet[Watch]:
    """Watches to come that nobody owes anything of, but for those kept."""
    rows = Watch.objects.filter(arrangement=arrangement, starts_at__gt=at, check_ins=None, log=None)
    rows = rows.filter(handover=None).exclude(id__in=_taking_over(arrangement))
    gone = [row for row in rows if (row.site_id, row.day, row.shift) not in keep]
    owing = Obligation.objects.filter(
        programme=arrangement.programme,
        kind__startswith="duty.",
        subject__in=[str(row.id) for row in gone],
    )
    owed = set(owing.values_list("subject", flat=True))
    return Watch.objects.filter(id__in=[row.id for row in gone if str(row.id) not in owed])


def _taking_over(arrangement: Arrangement) -> QuerySet[Handover, uuid.UUID]:
    return Handover.objects.filter(watch__arrangement=arrangement).values_list("to_id", flat=True)


def _asked(terms: Terms) -> dict[tuple[date, str], Planned]:
    return {(watch.day, watch.shift): watch for day in days_of(terms) for watch in watches_on(terms, day)}


def keepers_meant(root_id: uuid.UUID, terms: Terms) -> QuerySet[Unit]:
    """The units that keep a roster: one for all, or each site its own."""
    if terms["kept_by"]:
        return Unit.objects.filter(id=terms["kept_by"])
    return units_meant(root_id, terms["sites"])


def _sites(arrangement: Arrangement, terms: Terms) -> QuerySet[Unit, uuid.UUID]:
    return units_meant(arrangement.root_id, terms["sites"]).values_list("id", flat=True)


def _keeps(roster: Roster, terms: Terms, site_id: uuid.UUID) -> bool:
    """Whether the roster is that of the unit which keeps it for a site."""
    return str(roster.keeper_id) == terms["kept_by"] if terms["kept_by"] else roster.keeper_id == site_id
