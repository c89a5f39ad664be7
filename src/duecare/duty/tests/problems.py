"""Rosters of the kind an office makes: leaders and officers on 12-hour watches."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from duecare.duty.rules.model import (
    HOLIDAY,
    MAKEUP,
    WEEKDAY,
    WEEKEND,
    Counts,
    Kind,
    Limits,
    Need,
    Person,
    Problem,
    Weights,
    Wish,
)

FIRST = date(2027, 1, 18)
SPRING_FESTIVAL = range(18, 25)  # 5 to 11 February 2027
MAKEUP_DAYS = (13, 34)
LIMITS = Limits(rest=660, days_most=5)
WEIGHTS = Weights(load=3, nights=3, weekends=3, holidays=5, wishes=1)

LEADER_DAY = Kind("LD", 480, 1200, post="leader", qualification="leader")
LEADER_NIGHT = Kind("LN", 1200, 1920, post="leader", qualification="leader")
DAY_WATCH = Kind("D", 480, 1200, post="officer", qualification="officer")
NIGHT_WATCH = Kind("N", 1200, 1920, post="officer", qualification="officer")
WATCHES = (LEADER_DAY, LEADER_NIGHT, DAY_WATCH, NIGHT_WATCH)


def exactly(number: int) -> Need:
    return Need(least=number, wanted=number, most=number)


def day_types(days: int) -> tuple[str, ...]:
    found = [WEEKEND if day % 7 > 4 else WEEKDAY for day in range(days)]
    for day in SPRING_FESTIVAL:
        if day < days:
            found[day] = HOLIDAY
    for day in MAKEUP_DAYS:
        if day < days:
            found[day] = MAKEUP
    return tuple(found)


def staff_member(rng: random.Random, n: int, days: int, *, leader: bool) -> Person:
    """Somebody with, perhaps, some days of leave and some wishes, and uneven earlier counts."""
    leave = set()
    if rng.random() < 0.3:
        start = rng.randrange(days)
        leave = set(range(start, min(days, start + rng.randint(2, 9))))
    wishes = tuple(
        Wish(day, None, rng.randint(1, 3), wants=False)
        for day in sorted(rng.sample(range(days), min(3, days)))
        if day not in leave
    )
    return Person(
        id=f"{'L' if leader else 'P'}{n:03}",
        qualifications=frozenset({"leader"} if leader else {"officer"}),
        share=50 if rng.random() < 0.1 else 100,
        leave=frozenset(leave),
        wishes=wishes,
        limits=LIMITS,
        earlier=Counts(720 * rng.randint(8, 10), rng.randint(4, 6), rng.randint(1, 3), rng.randint(0, 1)),
    )


def district(staff: int = 60, days: int = 56, leaders: int = 12, seed: int = 1) -> Problem:
    """One leader and two officers on each 12-hour watch."""
    rng = random.Random(seed)
    people = tuple(staff_member(rng, n, days, leader=n < leaders) for n in range(staff))
    watches = ((LEADER_DAY, 1), (LEADER_NIGHT, 1), (DAY_WATCH, 2), (NIGHT_WATCH, 2))
    needs = {(day, kind.id): exactly(number) for day in range(days) for kind, number in watches}
    return Problem(
        first=FIRST,
        day_types=day_types(days),
        kinds=WATCHES,
        people=people,
        needs=needs,
        holidays=frozenset(day for day in SPRING_FESTIVAL if day < days),
        weights=WEIGHTS,
    )


def city(staff: int = 200, days: int = 31, sites: int = 8, seed: int = 1) -> Problem:
    """Several public premises, each with officers by day and by night, under one leader on duty."""
    rng = random.Random(seed)
    base = district(staff, days, leaders=staff // 12, seed=seed)
    kinds, needs = [LEADER_DAY, LEADER_NIGHT], {}
    for day in range(days):
        needs[day, "LD"] = needs[day, "LN"] = exactly(1)
    sites_of = {
        person.id: {f"site-{rng.randrange(sites)}", f"site-{rng.randrange(sites)}"} for person in base.people
    }
    for site in range(sites):
        for kind in (DAY_WATCH, NIGHT_WATCH):
            at_site = replace(kind, id=f"{kind.id}{site}", site=f"site-{site}", qualification=f"site-{site}")
            kinds.append(at_site)
            for day, day_type in enumerate(base.day_types):
                needs[day, at_site.id] = exactly(3 if day_type in (HOLIDAY, WEEKEND) else 4)
    people = tuple(
        person
        if "leader" in person.qualifications
        else replace(person, qualifications=frozenset(sites_of[person.id]))
        for person in base.people
    )
    return replace(base, kinds=tuple(kinds), people=people, needs=needs)


def small(people: int = 4, days: int = 7, limits: Limits = LIMITS, **changes: Any) -> Problem:
    """Officers alone, one by day and one by night."""
    base = Problem(
        first=FIRST,
        day_types=day_types(days),
        kinds=(DAY_WATCH, NIGHT_WATCH),
        people=tuple(Person(f"P{n}", frozenset({"officer"}), limits=limits) for n in range(people)),
        needs={(day, kind): exactly(1) for day in range(days) for kind in ("D", "N")},
        holidays=frozenset(day for day in SPRING_FESTIVAL if day < days),
        weights=WEIGHTS,
    )
    return replace(base, **changes)
