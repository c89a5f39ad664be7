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
    rng = random.Random(seed)
    days = weeks * 7
    kinds = ["D"] if shifts == 1 else NAMES[:shifts] if shifts > 2 else ["E", "L"]
    out = ["SECTION_HORIZON", "# All instances start on a Monday", str(days), "", "SECTION_SHIFTS"]
    for n, kind in enumerate(kinds):
        length = 480 if shifts < 5 else rng.choice([360, 480, 480, 480, 600, 720])
        out.append(f"{kind},{length},{'|'.join(kinds[:n])}")
    out += ["", "SECTION_STAFF", "# ID, MaxShifts, MaxTotalMinutes, …"]
    people = [f"P{n}" for n in range(staff)]
    for person in people:
        most = {
            kind: days if rng.random() < 0.75 else rng.choice([0, days // 7, 2 * days // 7]) for kind in kinds
        }
        if not any(v == days for v in most.values()):
            most[rng.choice(kinds)] = days
        full = rng.random() < 0.75
        top = 2160 * weeks if full else 1200 * weeks
        low = top - 240 * weeks * (2 if full else 1)
        out.append(
            f"{person},{'|'.join(f'{k}={v}' for k, v in most.items())},{top},{low},"
            f"{rng.choice([5, 5, 6])},2,{rng.choice([2, 2, 3])},{rng.choice([weeks // 2, weeks // 2 + (weeks > 2)])}"
        )
    out += ["", "SECTION_DAYS_OFF", "# EmployeeID, DayIndexes"]
    off = {}
    for person in people:
        off[person] = sorted(rng.sample(range(days), max(1, days // 14)))
        out.append(",".join([person, *map(str, off[person])]))
    on, away = ["", "SECTION_SHIFT_ON_REQUESTS"], ["", "SECTION_SHIFT_OFF_REQUESTS"]
    for person in people:
        day = 0
        while day < days:
            if rng.random() < 0.22:
                where, length = (on, rng.randint(1, 4)) if rng.random() < 0.6 else (away, rng.randint(1, 3))
                kind, weight = rng.choice(kinds), rng.randint(1, 3)
                for d in range(day, min(days, day + length)):
                    if d not in off[person]:
                        where.append(f"{person},{d},{kind},{weight}")
                day += length
            day += 1
    out += on + away + ["", "SECTION_COVER", "# Day, ShiftID, Requirement, Weight for under, Weight for over"]
    supply = staff * 0.57
    shares = [rng.uniform(0.6, 1.4) for _ in kinds]
    for day in range(days):
        level = supply * (0.8 if day % 7 > 4 else 1.08) / sum(shares)
        for kind, share in zip(kinds, shares, strict=True):
            wanted = max(1, round(level * share + rng.uniform(-0.7, 0.7)))
            out.append(f"{day},{kind},{wanted},100,1")
    return "\n".join(out) + "\n"


def named(name: str, seed: int = 1) -> str:
    """The instance of one of the published sizes."""
    return text(*SIZES[name], seed=seed)
