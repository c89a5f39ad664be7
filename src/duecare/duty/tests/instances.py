"""Instances of the published shape and sizes, made up from a seed."""

from __future__ import annotations

import random

SIZES = {  # name: staff, weeks, shifts
    "8x14x1": (8, 2, 1),
    "14x14x2": (14, 2, 2),
    "20x14x3": (20, 2, 3),
    "10x28x2": (10, 4, 2),
    "16x28x2": (16, 4, 2),
    "18x28x3": (18, 4, 3),
    "20x28x3": (20, 4, 3),
    "36x28x4": (36, 4, 4),
    "40x28x5": (40, 4, 5),
    "50x28x6": (50, 4, 6),
    "60x28x10": (60, 4, 10),
    "45x42x6": (45, 6, 6),
    "32x56x4": (32, 8, 4),
}
NAMES = ["E", "D", "L", "N", "a1", "d1", "d2", "d3", "n1", "p1"]


def text(staff: int, weeks: int, shifts: int, seed: int = 1) -> str:
    """An instance in the published text format."""
    rng, days = random.Random(seed), weeks * 7
    kinds = ["D"] if shifts == 1 else NAMES[:shifts] if shifts > 2 else ["E", "L"]
    people = [f"P{n}" for n in range(staff)]
    out = ["SECTION_HORIZON", "# All instances start on a Monday", str(days), "", "SECTION_SHIFTS"]
    for n, kind in enumerate(kinds):
        length = 480 if shifts < 5 else rng.choice([360, 480, 480, 480, 600, 720])
        out.append(f"{kind},{length},{'|'.join(kinds[:n])}")
    out += ["", "SECTION_STAFF", "# ID, MaxShifts, MaxTotalMinutes, …"]
    out += [_staff(rng, person, weeks, kinds) for person in people]
    off = {person: sorted(rng.sample(range(days), max(1, days // 14))) for person in people}
    out += ["", "SECTION_DAYS_OFF", "# EmployeeID, DayIndexes"]
    out += [",".join([person, *map(str, off[person])]) for person in people]
    out += _requests(rng, days, kinds, off)
    out += ["", "SECTION_COVER", "# Day, ShiftID, Requirement, Weight for under, Weight for over"]
    return "\n".join(out + _cover(rng, days, kinds, staff * 0.57)) + "\n"


def _staff(rng: random.Random, person: str, weeks: int, kinds: list[str]) -> str:
    days = weeks * 7
    most = {k: days if rng.random() < 0.75 else rng.choice([0, days // 7, 2 * days // 7]) for k in kinds}
    if days not in most.values():
        most[rng.choice(kinds)] = days
    full = rng.random() < 0.75
    top = (2160 if full else 1200) * weeks
    least = top - 240 * weeks * (2 if full else 1)
    weekends = rng.choice([weeks // 2, weeks // 2 + (weeks > 2)])
    kinds_most = "|".join(f"{kind}={number}" for kind, number in most.items())
    return f"{person},{kinds_most},{top},{least},{rng.choice([5, 5, 6])},2,{rng.choice([2, 2, 3])},{weekends}"


def _requests(rng: random.Random, days: int, kinds: list[str], off: dict[str, list[int]]) -> list[str]:
    on, away = ["", "SECTION_SHIFT_ON_REQUESTS"], ["", "SECTION_SHIFT_OFF_REQUESTS"]
    for person, free in off.items():
        day = 0
        while day < days:
            if rng.random() < 0.22:
                where, length = (on, rng.randint(1, 4)) if rng.random() < 0.6 else (away, rng.randint(1, 3))
                asked = f"{rng.choice(kinds)},{rng.randint(1, 3)}"
                where += [
                    f"{person},{d},{asked}" for d in range(day, min(days, day + length)) if d not in free
                ]
                day += length
            day += 1
    return on + away


def _cover(rng: random.Random, days: int, kinds: list[str], supply: float) -> list[str]:
    shares = [rng.uniform(0.6, 1.4) for _ in kinds]
    found = []
    for day in range(days):
        level = supply * (0.8 if day % 7 > 4 else 1.08) / sum(shares)
        for kind, share in zip(kinds, shares, strict=True):
            wanted = max(1, round(level * share + rng.uniform(-0.7, 0.7)))
            found.append(f"{day},{kind},{wanted},100,1")
    return found


def named(name: str, seed: int = 1) -> str:
    """The instance of one of the published sizes."""
    return text(*SIZES[name], seed=seed)
