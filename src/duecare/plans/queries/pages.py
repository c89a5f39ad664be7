"""What the pages of programmes show."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duecare.core.calendar import local_date, zone_named
from duecare.core.errors import NotFound
from duecare.orgs.models import Post, Unit, User
from duecare.orgs.rules import Actor
from duecare.plans.context import phases_of
from duecare.plans.models import PlanVersion, Programme
from duecare.plans.sections import SECTIONS

#: How each state of a programme looks: tone and icon of the style sheet, and its word.
STATES: dict[str, tuple[str, str, Any]] = {
    "planned": ("quiet", "circle-dashed", pgettext_lazy("programme", "Not begun")),
    "running": ("good", "player-play", pgettext_lazy("programme", "Running")),
    "closing": ("warn", "hourglass", pgettext_lazy("programme", "Summary to come")),
    "ended": ("gone", "circle-minus", pgettext_lazy("programme", "Ended")),
}


@dataclass(slots=True)
class Item:
    """Something that the plan asks for: one strand of what falls due.

    :param dues: local due times, in order.
    """

    title: str
    title_en: str
    kind: str
    section: str
    units: int
    dues: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the leading group: a post, never a person."""

    role: Any
    title: Any
    unit: Unit | None
    units: int


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme as its page shows it."""

    programme: Programme
    today: date
    version: PlanVersion
    body: Mapping[str, Any]
    items: list[Item]
    seats: list[Seat]
    phases: list[Any]

    @property
    def state(self) -> tuple[str, str, Any]:
        """Tone, icon and word."""
        return STATES[self.programme.state(self.today)]


def programmes(*, by: Actor, at: datetime) -> list[tuple[Programme, tuple[str, str, Any]]]:
    """The programmes of the organisations in which one holds a post, the latest first, each with its state."""
    rows = Programme.objects.select_related("root").order_by("-first", "key")
    if not by.system:
        rows = rows.filter(root_id__in={p.root_id for p in by.posts})
    return [(row, STATES[row.state(local_date(at, row.zone))]) for row in rows]


def programme(*, key: str, by: Actor) -> Programme:
    """One of them.

    :raises NotFound: there is none that ``by`` may see.
    """
    row = Programme.objects.filter(key=key).select_related("root", "office").first()
    if row is None or not (by.system or row.root_id in {p.root_id for p in by.posts}):
        raise NotFound("programme-unknown", _("There is no such programme."))
    return row


def page(*, key: str, by: Actor, at: datetime) -> ProgrammePage:
    """Everything that the plan in force asks for."""
    row = programme(key=key, by=by)
    version = row.versions.order_by("-number")[0]
    return ProgrammePage(
        row,
        local_date(at, row.zone),
        version,
        version.body,
        items(row),
        list(_seats(row, version.body.get("leading_group", {}))),
        list(phases_of(version.body).values()),
    )


def items(row: Programme) -> list[Item]:
    """What the plan asks for, over the whole of the programme, in the order of the plan."""
    zone = zone_named(row.zone)
    found: dict[str, Item] = {}
    for section in SECTIONS:
        for due in section.calendar(row.key, row.first, row.closes_on):
            name = "/".join(due["strand"].split("/")[:2]) if section.key == "reports" else due["strand"]
            item = found.setdefault(
                name, Item(due["title"], due["title_en"], due["kind"], section.key, due["units"])
            )
            item.dues.append(due["due_at"].astimezone(zone))
    for item in found.values():
        item.dues.sort()
    return list(found.values())


def _seats(row: Programme, group: Mapping[str, Any]) -> Iterator[Seat]:
    roles = (
        ("head", pgettext_lazy("leading group", "Head")),
        ("deputies", pgettext_lazy("leading group", "Deputy")),
        ("members", pgettext_lazy("leading group", "Members")),
    )
    codes = {seat.get("unit") for _name, seat in _flat(group)}
    units = {u.code: u for u in Unit.objects.filter(root_id=row.root_id, code__in=codes - {None})}
    titles: dict[tuple[Any, Any], Any] = {
        (unit, kind): {"title": title, "title_en": title_en}
        for unit, kind, title, title_en in Post.objects.filter(unit__in=units.values(), closed_at=None)
        .order_by("-created_at")
        .values_list("unit__code", "kind", "title", "title_en")
    }
    words = dict(roles)
    for name, seat in _flat(group):
        unit = units.get(seat.get("unit", ""))
        title = seat.get("title") or titles.get((seat.get("unit"), seat["post"]), seat["post"])
        yield Seat(words[name], title, unit, len(seat.get("units", {})))
    if "office" in group:
        yield Seat(pgettext_lazy("leading group", "Office"), "", row.office, 0)


def _flat(group: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    head = [("head", group["head"])] if "head" in group else []
    return head + [(name, seat) for name in ("deputies", "members") for seat in group.get(name, ())]


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the month."""

    on: date
    inside: bool
    today: bool
    phase: Any
    dues: list[tuple[str, Item]]


def month(shown: ProgrammePage, first: date) -> list[list[Day]]:
    """Weeks of a month, Monday first; each day with what falls due on it."""
    by_day: dict[date, list[tuple[str, Item]]] = {}
    for item in shown.items:
        for due in item.dues:
            by_day.setdefault(due.date(), []).append((f"{due:%H:%M}", item))
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start <= first or start.month == first.month:
        days = [start + timedelta(days=i) for i in range(7)]
        weeks.append([_day(shown, on, first, by_day) for on in days])
        start += timedelta(days=7)
    return weeks


def _day(shown: ProgrammePage, on: date, first: date, by_day: dict[date, list[tuple[str, Item]]]) -> Day:
    phase = next((p for p in shown.phases if p.first <= on <= p.last), None)
    dues = sorted(by_day.get(on, []), key=lambda pair: pair[0])
    return Day(on, on.month == first.month, on == shown.today, phase, dues)


def months(shown: ProgrammePage) -> list[date]:
    """The first day of every month that the programme touches."""
    first, found = shown.programme.first.replace(day=1), []
    while first <= shown.programme.closes_on:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version with its text, and line by line what differs from the one before."""

    programme: Programme
    version: PlanVersion
    author: str
    lines: list[tuple[str, str]]
    compared: bool


def versions(row: Programme) -> list[tuple[PlanVersion, str]]:
    """Every version, the latest first, each with who applied it."""
    found = list(row.versions.order_by("-number"))
    names: dict[Any, str] = dict(
        User.objects.filter(id__in=[v.by_user for v in found if v.by_user]).values_list("id", "name")
    )
    return [(v, names.get(v.by_user, "")) for v in found]


def version_page(*, key: str, number: int, by: Actor) -> VersionPage:
    """One version.

    :raises NotFound: there is none that ``by`` may see.
    """
    row = programme(key=key, by=by)
    found = {v.number: (v, name) for v, name in versions(row)}
    if number not in found:
        raise NotFound("version-unknown", _("There is no such version."))
    version, author = found[number]
    if number - 1 in found:
        lines = list(_compared(found[number - 1][0].source, version.source))
        return VersionPage(row, version, author, lines, True)
    return VersionPage(row, version, author, [(" ", line) for line in version.source.splitlines()], False)


def _compared(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Lines that came (+) and went (-), with three around them; ``…`` stands for what was left out."""
    for line in list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3))[2:]:
        yield ("…", "") if line.startswith("@@") else (line[0], line[1:])
