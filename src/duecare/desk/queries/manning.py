"""Who is on duty at units, and who comes next, for paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duecare.duty.models import Watch
from duecare.duty.queries import places
from duecare.duty.queries.now import AHEAD, Shown
from duecare.duty.queries.places import Place
from duecare.duty.rules.terms import shift_of
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Manned:
    """One arrangement's watches at a unit: those that run, and those that start next."""

    unit: Unit
    title: Any
    running: Sequence[Shown]
    following: Sequence[Shown]

    @property
    def lines(self) -> int:
        """How many lines it takes: one for each place, and one that says so where no watch runs."""
        return sum(len(shown.places) for shown in (*self.running, *self.following)) + (not self.running)


def manned(by: Actor, units: Iterable[Unit], at: datetime) -> list[Manned]:
    """Of each unit with watches now or in the next two days. Four statements, whatever their number.

    A private number shows to the ladder of the watch alone, as on the page of who is on duty (charter, rule 6).
    """
    seen = [unit for unit in units if rights.may(by, "duty.see", unit.lineage)]
    chosen = [_near(watches, at) for watches in _by_site(seen, at)]
    shown = places.of_watches([watch for watches in chosen for watch in watches], by, at)
    return [_manned(watches, shown, at) for watches in chosen]


def _by_site(units: Sequence[Unit], at: datetime) -> list[list[Watch]]:
    """The watches of now and the next two days, by unit and arrangement, in the order of the units."""
    order = {unit.id: n for n, unit in enumerate(units)}
    rows = Watch.objects.filter(
        site_id__in=list(order), ends_at__gt=at, starts_at__lte=at + AHEAD, arrangement__ended_at=None
    )
    found: dict[tuple[int, int, str], list[Watch]] = {}
    for watch in rows.prefetch_related("arrangement").order_by("starts_at", "shift"):
        place, arrangement = order[watch.site_id], watch.arrangement
        watch.site = units[place]
        found.setdefault((place, arrangement.position, arrangement.key), []).append(watch)
    return [found[key] for key in sorted(found)]


def _near(watches: Sequence[Watch], at: datetime) -> list[Watch]:
    """Those that run, and those that start next."""
    coming = min((watch.starts_at for watch in watches if watch.starts_at > at), default=at)
    return [watch for watch in watches if watch.starts_at <= coming]


def _manned(watches: Sequence[Watch], shown: dict[uuid.UUID, list[Place]], at: datetime) -> Manned:
    found = [
        Shown(watch, shift_of(watch.arrangement.terms, watch.shift), shown[watch.id]) for watch in watches
    ]
    running = [one for one in found if one.watch.starts_at <= at]
    return Manned(watches[0].site, watches[0].arrangement.terms, running, found[len(running) :])
