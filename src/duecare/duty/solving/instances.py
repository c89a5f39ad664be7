"""Reading published nurse-rostering instances from their plain text, and writing the answer.

The format: sections that begin with a line `SECTION_…`, comma-separated lines below, `#` for a comment.
Day 0 is a Monday. Everything is a rule for one person: a watch a day, kinds that may not follow on the
next day, most of each kind, most and fewest minutes, most and fewest days in a row, fewest free days in
a row, most weekends, days off. What may be broken at a price: requests and cover.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Text
from duecare.duty.rules.model import (
    WEEKDAY,
    WEEKEND,
    Kind,
    Limits,
    Need,
    Person,
    Problem,
    Roster,
    Weights,
    Wish,
)

MONDAY = date(2018, 1, 1)
"""Any Monday will do: the format knows no dates."""

HORIZON, SHIFTS, STAFF, OFF = "SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF"
WANTED, UNWANTED = "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"
COVER = "SECTION_COVER"
SECTIONS = (HORIZON, SHIFTS, STAFF, OFF, WANTED, UNWANTED, COVER)
LONGEST = 24 * 60


def read(text: str) -> Problem:
    """Return the problem that the text of an instance states.

    :raises BadInput: `where` names the line.
    """
    return _Reader(_sections(text)).problem()


def write(problem: Problem, roster: Roster) -> str:
    """Return the roster as CSV: a line for each person, the id and then a cell for each day."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerows([person.id, *roster.cells[person.id]] for person in problem.people)
    return out.getvalue()


@dataclass(frozen=True)
class _Line:
    """The cells of one line, and where it stands."""

    number: int
    cells: list[str]

    def wrong(self, message: Text, **params: Any) -> BadInput:
        where = _("line %(line)s") % {"line": self.number}
        return BadInput("instance.line", message, where=str(where), **params)

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""

    def text(self, place: int) -> str:
        found = self.cell(place)
        if not found:
            raise self.wrong(_("Place %(place)s is empty."), place=place + 1)
        return found

    def whole(self, place: int) -> int:
        return self.number_in(self.cell(place), place)

    def number_in(self, text: str, place: int) -> int:
        if not (text.isascii() and text.isdigit()):
            raise self.wrong(
                _("Place %(place)s needs a whole number, 0 or more, and has “%(found)s”."),
                place=place + 1,
                found=text,
            )
        return int(text)

    def among(self, text: str, known: dict[str, int], message: Text) -> str:
        if text not in known:
            shown = ", ".join([*known][:12]) + (" …" if len(known) > 12 else "")
            raise self.wrong(message, found=text, known=shown)
        return text


def _sections(text: str) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    section = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        content = raw.split("#")[0].strip()
        line = _Line(number, [cell.strip() for cell in content.split(",")])
        if content.startswith("SECTION_"):
            section = content
            if section not in SECTIONS:
                raise line.wrong(_("There is no section %(found)s; there are: %(known)s."),
                                 found=section, known=", ".join(SECTIONS))  # fmt: skip
            if section in found:
                raise line.wrong(_("The section %(found)s is there twice."), found=section)
            found[section] = []
        elif content and not section:
            raise line.wrong(_("The file has to begin with a section, such as %(known)s."), known=HORIZON)
        elif content:
            found[section].append(line)
    for wanted in (HORIZON, SHIFTS, STAFF, COVER):
        if wanted not in found or (wanted != COVER and not found[wanted]):
            raise BadInput("instance.section", _("The section %(section)s is missing."), section=wanted)
    return found


class _Reader:
    """Reads the sections; what refers to days, kinds and people must know them."""

    def __init__(self, sections: dict[str, list[_Line]]) -> None:
        self.sections = sections
        horizon = sections[HORIZON]
        if len(horizon) > 1:
            raise horizon[1].wrong(_("The horizon is one number of days."))
        self.days = horizon[0].whole(0)
        if not self.days:
            raise horizon[0].wrong(_("The horizon has no day."))
        self.kinds = self._ids(SHIFTS)
        self.people = self._ids(STAFF)

    def problem(self) -> Problem:
        return Problem(
            first=MONDAY,
            day_types=tuple(WEEKEND if day % 7 > 4 else WEEKDAY for day in range(self.days)),
            kinds=tuple(self._kind(line) for line in self.sections[SHIFTS]),
            people=tuple(self._people()),
            needs=self._needs(),
            zone="UTC",
            weights=Weights(),
        )

    def _ids(self, section: str) -> dict[str, int]:
        """The ids that a section's lines begin with, and their lines."""
        found: dict[str, int] = {}
        for line in self.sections[section]:
            name = line.text(0)
            if name in found:
                raise line.wrong(_("“%(found)s” is there twice."), found=name)
            found[name] = line.number
        return found

    def _kind(self, line: _Line) -> Kind:
        minutes = line.whole(1)
        if minutes > LONGEST:
            raise line.wrong(_("A shift has at most %(most)s minutes."), most=LONGEST)
        bars = [bar.strip() for bar in line.cell(2).split("|")]
        return Kind(
            id=line.cells[0],
            ends=min(minutes, LONGEST - 1),  # within its day: what may follow is said by name
            minutes=minutes,
            night=False,
            bars=frozenset(self._shift(line, bar) for bar in bars if bar),
        )

    def _needs(self) -> dict[tuple[int, str], Need]:
        """What no cover line names may be stood, and nobody waits for it."""
        needs = {(day, kind): Need() for day in range(self.days) for kind in self.kinds}
        said: set[tuple[int, str]] = set()
        for line in self.sections[COVER]:
            at = (self._day(line, 0), self._shift(line, line.text(1)))
            if at in said:
                raise line.wrong(_("The cover of this day and shift is there twice."))
            said.add(at)
            needs[at] = Need(wanted=line.whole(2), under=line.whole(3), over=line.whole(4))
        return needs

    def _people(self) -> Iterator[Person]:
        off: dict[str, set[int]] = defaultdict(set)
        for line in self.sections.get(OFF, []):
            places = [place for place in range(1, len(line.cells)) if line.cells[place]]
            off[self._somebody(line)].update(self._day(line, place) for place in places)
        wishes: dict[str, list[Wish]] = defaultdict(list)
        for section, wants in ((WANTED, True), (UNWANTED, False)):
            for line in self.sections.get(section, []):
                wish = Wish(self._day(line, 1), self._shift(line, line.text(2)), line.whole(3), wants)
                wishes[self._somebody(line)].append(wish)
        for line in self.sections[STAFF]:
            who = line.cells[0]
            yield Person(who, leave=frozenset(off[who]), wishes=tuple(wishes[who]), limits=self._limits(line))

    def _limits(self, line: _Line) -> Limits:
        most = {}
        for pair in filter(None, line.cell(1).split("|")):
            kind, equals, number = (part.strip() for part in pair.partition("="))
            if not equals:
                raise line.wrong(_("Place 2 needs pairs such as D=14 with | between, and has “%(found)s”."),
                                 found=pair)  # fmt: skip
            most[self._shift(line, kind)] = line.number_in(number, 1)
        return Limits(
            most=most,
            minutes_most=line.whole(2),
            minutes_least=line.whole(3),
            days_most=line.whole(4),
            days_least=line.whole(5),
            off_least=line.whole(6),
            weekends_most=line.whole(7),
        )

    def _day(self, line: _Line, place: int) -> int:
        day = line.whole(place)
        if day >= self.days:
            raise line.wrong(
                _("Day %(day)s is not in the horizon, whose last day is %(last)s."),
                day=day,
                last=self.days - 1,
            )
        return day

    def _shift(self, line: _Line, kind: str) -> str:
        return line.among(kind, self.kinds, _("There is no shift “%(found)s”; there are: %(known)s."))

    def _somebody(self, line: _Line) -> str:
        return line.among(
            line.text(0), self.people, _("There is nobody “%(found)s” among the staff; there are: %(known)s.")
        )
