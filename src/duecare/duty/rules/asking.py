"""From the terms of an arrangement to what a roster problem asks for: kinds of watches, days and needs. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from duecare.core.calendar import Weekday
from duecare.duty.rules.model import DAY, HOLIDAY, MAKEUP, WEEKDAY, WEEKEND, Counts, Kind, Limits, Need
from duecare.duty.rules.terms import Terms, day_types, days_of, kind_of, needs_on, shift_of

_CALENDAR = (WEEKDAY, WEEKEND, HOLIDAY, MAKEUP)
_MINUTES_OF_NIGHT = ((0, 300), (DAY, DAY + 300))


def hours_of(terms: Terms, shift: str) -> tuple[int, int]:
    """Start and end of a shift in minutes after the midnight that its day begins with."""
    what = shift_of(terms, shift)
    starts, ends = (_minutes(what[name]) for name in ("starts", "ends"))
    return starts, ends if ends > starts else ends + DAY


def kinds(terms: Terms, sites: Iterable[str]) -> tuple[Kind, ...]:
    """Every kind of watch that may be asked for.

    :param sites: keys of the sites that the roster serves; one empty key where it serves its keeper alone.
    """
    asked = {(shift, need["post"]) for need in terms["needs"] for shift in need["shifts"]}
    return tuple(
        _kind(terms, site, shift, post)
        for site in sites
        for shift in terms["shifts"]
        for post in terms["posts"]
        if (shift["key"], post["key"]) in asked
    )


def _kind(terms: Terms, site: str, shift: Mapping[str, Any], post: Mapping[str, Any]) -> Kind:
    starts, ends = hours_of(terms, shift["key"])
    return Kind(
        id=kind_of(shift["key"], post["key"], site),
        starts=starts,
        ends=ends,
        post=post["key"],
        site=site,
        title=f"{shift['title']}·{post['title']}",
        title_en=f"{shift['title_en']}, {post['title_en']}",
        night=shift["night"],
        qualification=post["key"],
    )


def calendar_types(terms: Terms) -> tuple[str, ...]:
    """Of each day of the period what the calendar says it is: weekday, weekend, holiday or makeup."""
    return tuple(
        next(t for t in [*day_types(terms, day), WEEKDAY] if t in _CALENDAR) for day in days_of(terms)
    )


def holidays(terms: Terms) -> frozenset[int]:
    """The days of the period that count as statutory holidays."""
    first = date.fromisoformat(terms["first"])
    length = sum(1 for _day in days_of(terms))
    days = ((date.fromisoformat(text) - first).days for text in terms["holidays"])
    return frozenset(day for day in days if 0 <= day < length)


def needs(
    terms: Terms,
    sites: Sequence[str],
    begun: Collection[tuple[int, str]],
    stood: Mapping[tuple[int, str], int],
) -> dict[tuple[int, str], Need]:
    """How many each watch needs. What has begun needs those who stand it and takes nobody else.

    :param begun: day and shift of the watches that have begun.
    :param stood: how many stand a kind on a day, of what has begun.
    """
    found: dict[tuple[int, str], Need] = {}
    for n, day in enumerate(days_of(terms)):
        for (shift, post), people in needs_on(terms, day).items():
            for site in sites:
                kind = kind_of(shift, post, site)
                if (n, shift) not in begun:
                    found[n, kind] = Need(least=people, wanted=people, most=people)
    found.update({cell: Need(wanted=count, most=count) for cell, count in stood.items()})
    return found


def limits(terms: Terms, own: Mapping[str, Any]) -> Limits:
    """The arrangement's rules, with what differs for one person."""
    return Limits(**{**terms["rules"], **own})


def counts_of(terms: Terms, stood: Iterable[tuple[date, str]]) -> Counts:
    """What watches of an arrangement, as days and shifts, add up to; a holiday does not count as a weekend too."""
    load = nights = weekends = days_off = 0
    for day, shift in stood:
        starts, ends = hours_of(terms, shift)
        night = shift_of(terms, shift)["night"]
        if night is None:
            night = any(starts < until and ends > since for since, until in _MINUTES_OF_NIGHT)
        load, nights = load + ends - starts, nights + bool(night)
        if day.isoformat() in terms["holidays"]:
            days_off += 1
        elif day.isoweekday() >= Weekday.SATURDAY and MAKEUP not in day_types(terms, day):
            weekends += 1
    return Counts(load, nights, weekends, days_off)


def average(counts: Sequence[tuple[Counts, int]], share: int) -> Counts:
    """What somebody who was not there yet is taken to have done: the others' average, for that share.

    :param counts: what each of the others did, and the percent of a full load they stood.
    """
    parts = sum(others for _counts, others in counts)
    if not parts:
        return Counts()
    return Counts(
        *(
            round(sum(getattr(one, name) for one, _share in counts) * share / parts)
            for name in ("load", "nights", "weekends", "holidays")
        )
    )


def plus(one: Counts, other: Counts) -> Counts:
    """Both together."""
    return Counts(
        one.load + other.load,
        one.nights + other.nights,
        one.weekends + other.weekends,
        one.holidays + other.holidays,
    )


def _minutes(text: str) -> int:
    at = time.fromisoformat(text.zfill(5))
    return at.hour * 60 + at.minute
