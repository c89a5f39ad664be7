"""What of arrangements falls due on some days, computed without writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from duecare.core.calendar import local_date
from duecare.duty.kinds import ROSTER, WATCH
from duecare.duty.models import Arrangement
from duecare.duty.queries.fitting import keepers_meant
from duecare.duty.rules.owing import owed_by
from duecare.duty.rules.terms import days_of, post_of, shift_of, watches_on
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Post, Unit


def falling_due(programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
    """The rosters and each watch's posts, in the order of the plan; handovers go without saying."""
    for arrangement in Arrangement.objects.standing().filter(programme=programme).order_by("position"):
        yield from _roster(arrangement, first, last)
        yield from _watches(arrangement, first, last)


def _roster(arrangement: Arrangement, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    terms = arrangement.terms
    due = datetime.fromisoformat(terms["roster_due"])
    if not first <= local_date(due, terms["zone"]) <= last or due <= arrangement.since:
        return
    for post, units in _keepers(arrangement).items():
        if not (count := units.count()):
            continue
        yield {
            "due_at": due,
            "slot": local_date(due, terms["zone"]),
            "title": f"{terms['title']}：编制并发布值班表",
            "title_en": f"{terms['title_en'] or terms['title']}: draw up and publish the roster",
            "basis": terms["basis"],
            "kind": ROSTER.key,
            "strand": arrangement.strand("roster"),
            "units": count,
            "debtors": units.values("id"),
            "post": post,
        }


def _keepers(arrangement: Arrangement) -> dict[str, QuerySet[Unit]]:
    """Who draws up the rosters, by the post that answers for it: the coordinator where there is one."""
    meant = keepers_meant(arrangement.root_id, arrangement.terms)
    coordinators = Post.objects.filter(unit=OuterRef("pk"), kind="coordinator", closed_at=None)
    return {"coordinator": meant.filter(Exists(coordinators)), "leader": meant.exclude(Exists(coordinators))}


def _watches(arrangement: Arrangement, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    terms = arrangement.terms
    sites = units_meant(arrangement.root_id, terms["sites"])
    days = [day for day in days_of(terms) if first <= day <= last]
    units = sites.count() if days else 0
    for day in days:
        for watch in watches_on(terms, day):
            shift = shift_of(terms, watch.shift)
            for owed in owed_by(terms, watch):
                if not owed.people or watch.starts_at <= arrangement.since:
                    continue
                post = post_of(terms, owed.what)
                yield {
                    "due_at": owed.due_at,
                    "slot": day,
                    "title": f"{terms['title']}：{shift['title']}{post['title']}",
                    "title_en": f"{terms['title_en'] or terms['title']}: {post['title_en'] or post['title']}, "
                    f"{shift['title_en'] or shift['title']}",
                    "basis": terms["basis"],
                    "kind": WATCH.key,
                    "strand": arrangement.strand(owed.what),
                    "units": units,
                    "debtors": sites.values("id"),
                    "post": "duty_officer",
                }
