"""In which windows a programme asks for inspections, and by when at the latest each of them has to be made."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from duecare.core.calendar import Window, month_windows, week_of, week_windows

_DAY = timedelta(days=1)


class Every(StrEnum):
    """What a programme counts in: calendar months, ISO weeks, or all its days together."""

    MONTH = "month"
    WEEK = "week"
    ONCE = "once"


def windows(every: str, first: date, last: date) -> list[Window]:
    """The windows of the days ``first`` to ``last``, both included, in order; those at the ends are cut to them."""
    if first > last:
        return []
    if every == Every.MONTH:
        return list(month_windows(first, last))
    if every == Every.WEEK:
        return list(week_windows(first, last))
    return [Window("once", first, last, partial=False)]


def most(window: Window, times: int, *, apart: bool) -> int:
    """How many inspections the window can ask for: no more than it touches weeks, where each needs its own."""
    return min(times, len(list(week_windows(window.first, window.last)))) if apart else times


def last_days(window: Window, times: int, *, apart: bool) -> list[date]:
    """The last local day on which each inspection can be made so that the plan's sentence is still kept.

    Without ``apart`` that is the window's last day for all. With it, no two may lie in one ISO week: the k-th of n has
    to be made by the end of the (n - k)th week before the last that the window touches. Whoever has made fewer than k
    by then can't make n any more.
    """
    count = most(window, times, apart=apart)
    if not apart:
        return [window.last] * count
    return [week.last for week in list(week_windows(window.first, window.last))[-count:]]


def week_key(day: date) -> str:
    """The ISO week of a local day as it is kept: ``2027-W03``."""
    return str(week_of(day))


def in_cycles(
    asked: list[Window], cover_within: int, begun: list[tuple[date, date]] | None = None
) -> list[list[Window]]:
    """Group windows into cycles, in each of which every unit has its turn.

    :param cover_within: how many windows go into a cycle; the last may have fewer.
    :param begun: first and last day of cycles that have drawn already; those stay as they are.
    """
    found: list[list[Window]] = []
    free: list[Window] = []
    for window in asked:
        kept = next(((a, b) for a, b in begun or [] if a <= window.first <= b), None)
        if kept is None:
            free.append(window)
            if len(free) == cover_within:
                found.append(free)
                free = []
            continue
        if free:
            found.append(free)
            free = []
        if found and found[-1][0].first >= kept[0]:
            found[-1].append(window)
        else:
            found.append([window])
    return [*found, free] if free else found
