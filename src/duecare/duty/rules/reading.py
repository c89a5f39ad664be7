"""A problem and a roster as JSON: read with each mistake named at its place, and written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Text
from duecare.duty.rules.model import (
    DAY,
    Cell,
    Counts,
    Kind,
    Limits,
    Need,
    Person,
    Problem,
    Roster,
    Weights,
    Wish,
)

Json = Mapping[str, object]
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])", re.ASCII)
EVERY = "every"


def problem_from(data: object) -> Problem:
    """Return the problem that a JSON document states.

    :raises BadInput: `where` names the place, such as ``people[3].leave[0]``.
    """
    top = _object(data, "")
    first = _date(top.get("first"), "first")
    day_types = tuple(_text(value, f"days[{n}]") for n, value in enumerate(_list(top.get("days"), "days")))
    if not day_types:
        raise _wrong("days", _("The period has no day."))
    reader = _Reader(first, len(day_types))
    kinds = tuple(
        reader.kind(entry, f"kinds[{n}]") for n, entry in enumerate(_list(top.get("kinds"), "kinds"))
    )
    reader.kinds = {kind.id for kind in kinds}
    _no_twins([kind.id for kind in kinds], "kinds")
    usual = _object(top.get("limits", {}), "limits")
    people = tuple(
        reader.person(entry, f"people[{n}]", usual)
        for n, entry in enumerate(_list(top.get("people"), "people"))
    )
    reader.people = {person.id for person in people}
    _no_twins([person.id for person in people], "people")
    return Problem(
        first=first,
        day_types=day_types,
        kinds=kinds,
        people=people,
        needs=reader.needs(top, day_types),
        zone=_text(top.get("zone", "Asia/Shanghai"), "zone"),
        holidays=frozenset(reader.days(top.get("holidays", []), "holidays")),
        weights=_weights(top.get("weights", {})),
        locked=dict(reader.locked(top.get("locked", []))),
        published=None if top.get("published") is None else reader.roster(top["published"], "published"),
    )


def roster_from(problem: Problem, data: object) -> Roster:
    """Return a roster of that problem's people, days and kinds.

    :raises BadInput: `where` names the place.
    """
    reader = _Reader(problem.first, len(problem.day_types))
    reader.kinds, reader.people = set(problem.kind), set(problem.person)
    return reader.roster(data, "roster")


class _Reader:
    """Reads what refers to days, kinds and people."""

    def __init__(self, first: date, length: int) -> None:
        self.first, self.length = first, length
        self.kinds: set[str] = set()
        self.people: set[str] = set()

    def kind(self, data: object, where: str) -> Kind:
        entry = _object(data, where)
        starts = _clock(entry.get("from", "00:00"), f"{where}.from")
        ends = _clock(entry.get("to", "24:00"), f"{where}.to")
        night = entry.get("night")
        return Kind(
            id=_text(entry.get("id"), f"{where}.id"),
            starts=starts,
            ends=ends if ends > starts else ends + DAY,
            post=_text(entry.get("post", ""), f"{where}.post"),
            site=_text(entry.get("site", ""), f"{where}.site"),
            title=_text(entry.get("title", ""), f"{where}.title"),
            title_en=_text(entry.get("title_en", ""), f"{where}.title_en"),
            minutes=_maybe(entry.get("minutes"), f"{where}.minutes"),
            night=None if night is None else bool(night),
            qualification=_word(entry.get("qualification"), f"{where}.qualification"),
            bars=frozenset(_texts(entry.get("bars", []), f"{where}.bars")),
        )

    def person(self, data: object, where: str, usual: Json) -> Person:
        entry = _object(data, where)
        limits = {**usual, **_object(entry.get("limits", {}), f"{where}.limits")}
        return Person(
            id=_text(entry.get("id"), f"{where}.id"),
            qualifications=frozenset(_texts(entry.get("qualifications", []), f"{where}.qualifications")),
            share=_whole(entry.get("share", 100), f"{where}.share"),
            leave=frozenset(self.days(entry.get("leave", []), f"{where}.leave", inside=False)),
            wishes=tuple(self.wishes(entry.get("wishes", []), f"{where}.wishes")),
            limits=self.limits(limits, f"{where}.limits"),
            earlier=Counts(**_numbers(Counts, entry.get("earlier", {}), f"{where}.earlier")),
            before=tuple(self.before(entry.get("before", []), f"{where}.before")),
            elsewhere=tuple(self.elsewhere(entry.get("elsewhere", []), f"{where}.elsewhere")),
        )

    def limits(self, data: Json, where: str) -> Limits:
        most = _object(data.get("most", {}), f"{where}.most")
        rest = {name: value for name, value in data.items() if name != "most" and value is not None}
        numbers = _numbers(Limits, rest, where)
        return Limits(
            **numbers,
            most={self.known(kind, where): _whole(n, f"{where}.most.{kind}") for kind, n in most.items()},
        )

    def wishes(self, data: object, where: str) -> Iterator[Wish]:
        for n, item in enumerate(_list(data, where)):
            entry, at = _object(item, f"{where}[{n}]"), f"{where}[{n}]"
            kind = _word(entry.get("kind"), f"{at}.kind")
            yield Wish(
                day=self.day(entry.get("day"), f"{at}.day"),
                kind=None if kind is None else self.known(kind, f"{at}.kind"),
                weight=_whole(entry.get("weight", 1), f"{at}.weight"),
                wants=bool(entry.get("wants", False)),
            )

    def before(self, data: object, where: str) -> Iterator[tuple[int, str]]:
        for n, item in enumerate(_list(data, where)):
            entry, at = _object(item, f"{where}[{n}]"), f"{where}[{n}]"
            day = (_date(entry.get("day"), f"{at}.day") - self.first).days
            if day >= 0:
                raise _wrong(f"{at}.day", _("This day is not before the period."))
            yield day, self.known(_text(entry.get("kind"), f"{at}.kind"), f"{at}.kind")

    def elsewhere(self, data: object, where: str) -> Iterator[tuple[int, int]]:
        for n, item in enumerate(_list(data, where)):
            entry, at = _object(item, f"{where}[{n}]"), f"{where}[{n}]"
            midnight = (_date(entry.get("day"), f"{at}.day") - self.first).days * DAY
            start, end = (midnight + _clock(entry.get(name), f"{at}.{name}") for name in ("from", "to"))
            yield start, end

    def needs(self, top: Json, day_types: tuple[str, ...]) -> dict[tuple[int, str], Need]:
        found: dict[tuple[int, str], Need] = {}
        for n, item in enumerate(_list(top.get("kinds"), "kinds")):
            entry = _object(item, f"kinds[{n}]")
            cover = _object(entry.get("cover", {}), f"kinds[{n}].cover")
            for day, day_type in enumerate(day_types):
                key = day_type if day_type in cover else EVERY
                if cover.get(key) is not None:
                    found[day, str(entry["id"])] = self.need(cover[key], f"kinds[{n}].cover.{key}")
        for n, item in enumerate(_list(top.get("cover", []), "cover")):
            entry, at = dict(_object(item, f"cover[{n}]")), f"cover[{n}]"
            day = self.day(entry.pop("day", None), f"{at}.day")
            kind = self.known(_text(entry.pop("kind", None), f"{at}.kind"), f"{at}.kind")
            found[day, kind] = self.need(entry, at)
        return found

    def need(self, data: object, where: str) -> Need:
        numbers = _numbers(Need, data, where)
        least = numbers.get("least", 0)
        need = Need(**{**numbers, "wanted": max(least, numbers.get("wanted", 0))})
        if need.most is not None and need.most < need.wanted:
            raise _wrong(where, _("The most is smaller than what is wanted."))
        return need

    def locked(self, data: object) -> Iterator[tuple[Cell, str]]:
        for n, item in enumerate(_list(data, "locked")):
            entry, at = _object(item, f"locked[{n}]"), f"locked[{n}]"
            person = _text(entry.get("person"), f"{at}.person")
            kind = _word(entry.get("kind"), f"{at}.kind") or ""
            yield (
                (self.somebody(person, f"{at}.person"), self.day(entry.get("day"), f"{at}.day")),
                kind and self.known(kind, f"{at}.kind"),
            )

    def roster(self, data: object, where: str) -> Roster:
        cells = {}
        for person, row in _object(data, where).items():
            at = f"{where}.{person}"
            kinds = tuple(_text(kind, at) for kind in _list(row, at))
            if len(kinds) != self.length:
                raise _wrong(at, _("This row has another number of days than the period."))
            cells[person] = tuple(kind and self.known(kind, at) for kind in kinds)
        return Roster(cells)

    def days(self, data: object, where: str, *, inside: bool = True) -> Iterator[int]:
        for n, value in enumerate(_list(data, where)):
            at = f"{where}[{n}]"
            yield self.day(value, at) if inside else (_date(value, at) - self.first).days

    def day(self, value: object, where: str) -> int:
        day = (_date(value, where) - self.first).days
        if not 0 <= day < self.length:
            raise _wrong(where, _("This day is not in the period."))
        return day

    def known(self, kind: str, where: str) -> str:
        if kind not in self.kinds:
            raise _wrong(where, _("There is no kind of watch called “%(name)s”."), name=kind)
        return kind

    def somebody(self, person: str, where: str) -> str:
        if person not in self.people:
            raise _wrong(where, _("There is nobody called “%(name)s”."), name=person)
        return person


def _wrong(where: str, message: Text, name: str = "") -> BadInput:
    return BadInput("roster.problem", message, where=where or None, name=name)


def _object(value: object, where: str) -> Json:
    if not isinstance(value, Mapping):
        raise _wrong(where, _("Here has to be an object with names and values."))
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise _wrong(where, _("Here has to be a list."))
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, _("Here has to be a text."))
    return value


def _word(value: object, where: str) -> str | None:
    return None if value is None or value == "" else _text(value, where)


def _texts(value: object, where: str) -> list[str]:
    return [_text(item, f"{where}[{n}]") for n, item in enumerate(_list(value, where))]


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or value < 0:
        raise _wrong(where, _("Here has to be a whole number, 0 or more."))
    return int(value)


def _maybe(value: object, where: str) -> int | None:
    return None if value is None else _whole(value, where)


def _date(value: object, where: str) -> date:
    try:
        return date.fromisoformat(_text(value, where))
    except ValueError:
        raise _wrong(where, _("Here has to be a date such as 2027-02-16.")) from None


def _clock(value: object, where: str) -> int:
    found = _CLOCK.fullmatch(_text(value, where))
    if not found:
        raise _wrong(where, _("Here has to be a time such as 08:00."))
    return int(found[1]) * 60 + int(found[2])


def _numbers(record: type, value: object, where: str) -> dict[str, int]:
    names = {field.name for field in fields(record)}
    numbers = {}
    for name, number in _object(value, where).items():
        at = f"{where}.{name}"
        if name not in names:
            raise _wrong(at, _("Nothing here is called “%(name)s”."), name=name)
        if number is not None:
            numbers[name] = _whole(number, at)
    return numbers


def _weights(value: object) -> Weights:
    entry = dict(_object(value, "weights"))
    fewest = bool(entry.pop("fewest_changes", True))
    return replace(Weights(), fewest_changes=fewest, **_numbers(Weights, entry, "weights"))


def _no_twins(ids: list[str], where: str) -> None:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            raise _wrong(f"{where}[{n}].id", _("“%(name)s” is there twice."), name=name)
