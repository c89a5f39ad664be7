"""Rows of a paper ledger, each checked: dates in order and not ahead, units and places that there are, known words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.hazards.paper.columns import State, meant, number_of_a_person, offered
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs.importing.tables import Reader, Row

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
#: No ledger reaches further back, and no deadline further ahead of discovery.
_EARLIEST, _LONGEST = date(2000, 1, 1), timedelta(days=1100)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can stand. Days are local to the unit."""

    row: int
    unit: str
    place: str
    category: str
    level: str
    text: str
    found: date
    due: date
    state: str
    put_right: date | None
    closed: date | None
    number: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are checked against.

    :param today: the local day of each unit at or below the one that takes the ledger in, by code.
    :param closed: codes of those that are closed; ``elsewhere`` codes of the organisation's other units.
    :param places: standing places by unit code, then by name and by code; two of a name are not among them.
    """

    today: Mapping[str, date]
    closed: frozenset[str]
    elsewhere: frozenset[str]
    places: Mapping[str, Mapping[str, str]]


def read(reader: Reader, ground: Ground) -> list[Line]:
    """The lines that can stand, each place as its code; every one that can't is noted."""
    return [line for row in reader.rows() for line in _Checker(reader, row, ground).line()]


class _Checker:
    """Checks one row and notes everything wrong with it."""

    def __init__(self, reader: Reader, row: Row, ground: Ground) -> None:
        self.reader, self.row, self.ground = reader, row, ground
        self.before = reader.problems.count

    def wrong(self, field: str, what: Text, mend: Text, **said: object) -> None:
        self.reader.report(self.row.number, field, what, mend, **said)

    def line(self) -> Iterator[Line]:
        """The line, when nothing is wrong with it."""
        row, unit = self.row, self.row["unit"]
        today = self._today(unit)
        place = self._place(unit)
        words = [
            self._word(field, choices)
            for field, choices in (("category", Category), ("level", Level), ("state", State))
        ]
        days = {field: self._day(field) for field in ("found", "due", "put_right", "closed")}
        if words[2] is not None:
            self._needs(words[2], days)
        if today is not None:
            self._in_order(days, today)
        if number_of_a_person(row["text"]):
            self.wrong(
                "text",
                _(
                    "This holds what looks like a person's number; by the charter, rule 1, the ledger holds none."
                ),
                _("Take it out: what is unsafe, not who."),
            )
        if self.reader.problems.count > self.before or today is None or not all(row[f] for f in _NEEDED):
            return
        found, due = days["found"], days["due"]
        assert found and due and all(words)
        yield Line(
            row.number, unit, place, words[0] or "", words[1] or "", row["text"], found, due, words[2] or "",
            days["put_right"], days["closed"], row["number"],
        )  # fmt: skip

    def _today(self, unit: str) -> date | None:
        if not unit:
            return None
        if unit in self.ground.closed:
            self.wrong(
                "unit", _("The unit %(unit_code)s has been closed."), _("Delete the row."), unit_code=unit
            )
        elif unit in self.ground.elsewhere:
            self.wrong(
                "unit",
                _("The unit %(unit_code)s does not stand below the one that takes this ledger in."),
                _("Let it take in its own ledger, or the level above both."),
                unit_code=unit,
            )
        elif unit not in self.ground.today:
            self.wrong(
                "unit",
                _("There is no unit with the code %(unit_code)s."),
                _("Correct the code; the list of units has them all."),
                unit_code=unit,
            )
        return self.ground.today.get(unit)

    def _place(self, unit: str) -> str:
        name = self.row["place"]
        code = self.ground.places.get(unit, {}).get(name, "") if name else ""
        if name and not code and unit in self.ground.today:
            self.wrong(
                "place",
                _("The unit has no place called “%(place)s”."),
                _("Correct it, add the place first, or leave the cell empty and say where in words."),
                place=name,
            )
        return code

    def _word(self, field: str, choices: type[Category] | type[Level] | type[State]) -> str | None:
        text = self.row[field]
        value = meant(choices, text) if text else None
        if text and value is None:
            self.wrong(
                field, _("“%(text)s” is not known here."), _("One of: %(known)s."), text=text, known=_Offered(choices)
            )  # fmt: skip
        return value

    def _day(self, field: str) -> date | None:
        text = self.row[field]
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            day = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            day = None
        if day is None:
            self.wrong(
                field, _("“%(text)s” is no day."), _("Write it as 2027-03-05, or format the cell as a date."), text=text
            )  # fmt: skip
        return day

    def _needs(self, state: str, days: Mapping[str, date | None]) -> None:
        wanted = {"put_right": state != State.OPEN, "closed": state == State.CLOSED}
        for field, needed in wanted.items():
            given = bool(self.row[field])
            if needed and not given:
                self.wrong(
                    field, _("By its state this day is needed."), _("Write the day, or correct the state.")
                )
            elif given and not needed:
                self.wrong(
                    field,
                    _("By its state this day can't be known yet."),
                    _("Delete the day, or correct the state."),
                )

    def _in_order(self, days: Mapping[str, date | None], today: date) -> None:
        found, due = days["found"], days["due"]
        for field in ("found", "put_right", "closed"):
            day = days[field]
            if day is not None and day > today:
                self.wrong(
                    field, _("%(day)s lies ahead."), _("Nothing can have happened after today; correct the day."),
                    day=day,
                )  # fmt: skip
        if found is not None and found < _EARLIEST:
            self.wrong("found", _("%(day)s is too long ago."), _("Correct the year."), day=found)
        if found is not None and due is not None and due - found > _LONGEST:
            self.wrong("due", _("%(day)s is years after it was found."), _("Correct the year."), day=due)
        for later, earlier in (("due", "found"), ("put_right", "found"), ("closed", "put_right")):
            first, second = days[earlier], days[later]
            if first is not None and second is not None and second < first:
                self.wrong(
                    later,
                    _("%(later)s lies before %(earlier)s in the column “%(heading)s”."),
                    _("Correct one of the two days."),
                    later=second, earlier=first, heading=self.reader.places[earlier][1],
                )  # fmt: skip


#: Fields without which the reader has noted a problem already.
_NEEDED = ("unit", "category", "level", "text", "found", "due", "state")


class _Offered:
    """The words a cell may say, said in the language of whoever reads the problem."""

    def __init__(self, choices: type[Category] | type[Level] | type[State]) -> None:
        self.choices = choices

    def __str__(self) -> str:
        return offered(self.choices)
