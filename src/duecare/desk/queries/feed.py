"""What one person's calendar feed holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duecare.core.calendar import local_date
from duecare.core.errors import NotFound
from duecare.desk import feeds
from duecare.desk.models import Feed
from duecare.desk.queries.upcoming import falling, suspended
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation, Suspension
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.web import calendars

#: How far a feed looks back and ahead.
BACK, AHEAD = timedelta(days=14), timedelta(days=100)


def feed_of(token: str) -> Feed:
    """The feed at an address. :raises NotFound: there is none, it has ended, or its person has left."""
    found = (
        Feed.objects.filter(secret=feeds.secret_hash(token), ended_at=None, user__left_at=None)
        .select_related("user")
        .first()
    )
    if found is None:
        raise NotFound("feed-unknown", _("This calendar address does not exist or has ended."))
    return found


def address_since(by: Actor) -> datetime | None:
    """Since when the person has an address."""
    if by.user_id is None:
        return None
    return Feed.objects.filter(user_id=by.user_id, ended_at=None).values_list("created_at", flat=True).first()


def dues(by: Actor, at: datetime) -> list[feeds.Due]:
    """The person's own duties: computed from the plans, corrected by what is really open."""
    units = list(Unit.objects.filter(id__in={p.unit_id for p in by.posts}))
    if not units:
        return []
    first = local_date(at - BACK, units[0].zone)
    last = local_date(at + AHEAD, units[0].zone)
    closed = suspended(units, first, last)
    found: dict[str, feeds.Due] = {}
    for one in falling(by, first, last):
        for unit in one.mine:
            if not (one.suspends and _suspended(closed, unit, one.slot)):
                uid = feeds.uid_of(one.strand, one.slot.isoformat(), unit.key)
                found[uid] = _due(uid, one.due_at, _title(one), _title(unit, "name"), reverse("desk:home"))
    taken: set[str] = set()
    for row in kernel.owed_by(by, at):
        if row.stands_still:  # nobody knows yet when it falls due
            continue
        uid = feeds.uid_of(row.strand, row.slot.isoformat(), row.debtor.key)
        if uid in taken:  # a unit may owe several in one slot, each about something else
            uid = feeds.uid_of(row.origin, row.slot.isoformat(), row.debtor.key)
        taken.add(uid)
        due_at = row.due_at.astimezone(ZoneInfo(row.debtor.zone))
        page = reverse("desk:obligation", args=[row.id])
        found[uid] = _due(uid, due_at, _summary(row), _title(row.debtor, "name"), page)
    return list(found.values())


def _suspended(closed: Iterable[Suspension], unit: Unit, slot: object) -> bool:
    return any(s.day == slot and not s.kinds and unit.lineage.startswith(s.lineage) for s in closed)


def _summary(row: Obligation) -> str:
    return _("Overdue: %s") % _title(row) if row.missed_at else _title(row)


def _due(uid: str, due_at: datetime, summary: str, unit: str, page: str) -> feeds.Due:
    return feeds.Due(uid, due_at, summary, unit, calendars.address(page))


def _title(thing: object, name: str = "title") -> str:
    english = (get_language() or "").startswith("en")
    other = getattr(thing, f"{name}_en", "") if english else ""
    return str(other or getattr(thing, name))
