"""An arrangement's terms: which watches there are on a day, when they begin and end, how many they need. Pure.

Terms are JSON, made from the plan file when a plan is applied:

- ``title``, ``title_en``, ``basis``, ``zone`` (IANA name), ``first`` and ``last`` (local dates, both included)
- ``sites``: selector of the units whose posts are manned; ``kept_by``: id of the one unit that keeps a roster for all
  of them, or None: each site keeps its own; ``creditor``: id of the unit to which it is owed
- ``posts``: list of ``{key, title, title_en, leads}``
- ``shifts``: list of ``{key, title, title_en, starts: "08:00", ends: "20:00", night: true | false | None}``; a shift
  that ends no later than it starts ends on the next day
- ``needs``: list of ``{shifts: [key], post, people, on: [day type] | None}``; for a shift and post the last one that
  fits the day holds
- ``day_types``: by local date, the list of what the day is: weekday, weekend, holiday or makeup, then the keys of the
  plan's phases that it lies in; ``holidays``: dates of statutory holidays
- ``rules``: ``{rest: minutes, days_most, weekends_most, …}`` as :class:`duecare.duty.rules.model.Limits`;
  ``weights`` as :class:`duecare.duty.rules.model.Weights`
- ``roster_due``: instant by which the roster has to be published
- ``check_in``: ``{opens_before, within}``, seconds before and after a watch starts
- ``handover``: ``{opens_before, within}``, seconds before and after a watch ends, or None
- ``presence``: ``{times, within, shifts: [key]}``, how many in a watch, seconds to answer, or None
- ``ladders``: steps for ``watch``, ``handover``, ``roster``, ``request``, ``presence``
- ``retired``: ``{shifts, posts}`` that the plan asked for once and no longer does; what was stood stays readable
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from duecare.core.calendar import at_local

Terms = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A watch as the terms ask for it, at every site alike.

    :param starts_at: and `ends_at`: instants, UTC; a local time that the clock skips is the next one that occurs.
    :param needs: people by key of post; posts that need nobody are left out.
    """

    day: date
    shift: str
    starts_at: datetime
    ends_at: datetime
    needs: Mapping[str, int]


def days_of(terms: Terms) -> Iterator[date]:
    """Every local day of the period."""
    first, last = date.fromisoformat(terms["first"]), date.fromisoformat(terms["last"])
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def day_types(terms: Terms, day: date) -> list[str]:
    """What a day is: weekday, weekend, holiday or makeup, then the phases it lies in."""
    return list(terms["day_types"].get(day.isoformat(), ["weekday"]))


def needs_on(terms: Terms, day: date) -> dict[tuple[str, str], int]:
    """How many people each shift and post needs on a day; what needs nobody is left out."""
    types = set(day_types(terms, day))
    found: dict[tuple[str, str], int] = {}
    for need in terms["needs"]:
        if need["on"] is None or types.intersection(need["on"]):
            for shift in need["shifts"]:
                found[shift, need["post"]] = need["people"]
    return {key: people for key, people in found.items() if people}


def shift_of(terms: Terms, key: str) -> Mapping[str, Any]:
    """The shift of that key. :raises KeyError: there is none, and never was."""
    return _part(terms, "shifts", key)


def post_of(terms: Terms, key: str) -> Mapping[str, Any]:
    """The post of that key. :raises KeyError: there is none, and never was."""
    return _part(terms, "posts", key)


def _part(terms: Terms, name: str, key: str) -> Mapping[str, Any]:
    for part in (*terms[name], *terms.get("retired", {}).get(name, ())):
        if part["key"] == key:
            return dict(part)
    raise KeyError(key)


def retiring(before: Terms, after: Terms) -> dict[str, Any]:
    """The terms ``after``, with what ``before`` named and they don't among what has retired."""
    retired = {}
    for name in ("shifts", "posts"):
        there = {part["key"] for part in after[name]}
        known = [*before.get("retired", {}).get(name, ()), *before[name]]
        gone = {part["key"]: part for part in known if part["key"] not in there}
        retired[name] = list(gone.values())
    return {**after, "retired": retired} if any(retired.values()) else dict(after)


def asked(terms: Terms) -> dict[str, Any]:
    """The terms without what has retired: what the plan asks for now."""
    return {name: value for name, value in terms.items() if name != "retired"}


def span(terms: Terms, shift: str, day: date) -> tuple[datetime, datetime]:
    """Start and end of a shift that belongs to a local day, UTC."""
    what = shift_of(terms, shift)
    starts, ends = time.fromisoformat(what["starts"].zfill(5)), time.fromisoformat(what["ends"].zfill(5))
    until = day if ends > starts else day + timedelta(1)
    zone = terms["zone"]
    return at_local(day, starts, zone, gap="forward"), at_local(until, ends, zone, gap="forward")


def watches_on(terms: Terms, day: date) -> list[Planned]:
    """The watches that belong to a day, the earliest first."""
    by_shift: dict[str, dict[str, int]] = {}
    for (shift, post), people in needs_on(terms, day).items():
        by_shift.setdefault(shift, {})[post] = people
    planned = [Planned(day, shift, *span(terms, shift, day), needs) for shift, needs in by_shift.items()]
    return sorted(planned, key=lambda watch: (watch.starts_at, watch.shift))


def watches(terms: Terms, after: datetime, until: datetime) -> Iterator[Planned]:
    """The watches that start after ``after`` and no later than ``until``, in order."""
    near = timedelta(2)  # so far may the dates of one moment lie apart, and one to spare
    for day in days_of(terms):
        if not after.date() - near <= day <= until.date() + near:
            continue
        for watch in watches_on(terms, day):
            if after < watch.starts_at <= until:
                yield watch


def kind_of(shift: str, post: str, site_key: str = "") -> str:
    """The id of a kind of watch as the solver and a roster's cells name it.

    :param site_key: key of the site's unit, where one roster serves several sites.
    """
    return "/".join(part for part in (site_key, shift, post) if part)


def kind_parts(kind: str) -> tuple[str, str, str]:
    """Site key (or ""), shift and post of a kind's id."""
    *site, shift, post = kind.split("/")
    return (site[0] if site else ""), shift, post
