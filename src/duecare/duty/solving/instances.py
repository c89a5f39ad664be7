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
from datetime import date

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
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

Lines = dict[str, list[tuple[int, list[str]]]]


def read(text: str) -> Problem:
    """Return the problem that the text of an instance states.

    :raises BadInput: `where` names the line.
    """
    lines = _sections(text)
    for wanted in ("HORIZON", "SHIFTS", "STAFF", "COVER"):
        if not lines.get(wanted):
            raise BadInput(
                "instance.section", _("The section %(section)s is missing."), section=f"SECTION_{wanted}"
            )
    number, first = lines["HORIZON"][0]
    days = _number(first, 0, number)
    return Problem(
        first=MONDAY,
        day_types=tuple(WEEKEND if day % 7 > 4 else WEEKDAY for day in range(days)),
        kinds=tuple(_kind(cells, number) for number, cells in lines["SHIFTS"]),
        people=tuple(_people(lines)),
        needs=_needs(lines, days),
        zone="UTC",
        weights=Weights(),
    )


def write(problem: Problem, roster: Roster) -> str:
    """Return the roster as CSV: a line for each person, the id and then a cell for each day."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerows([person.id, *roster.cells[person.id]] for person in problem.people)
    return out.getvalue()


def _sections(text: str) -> Lines:
    found: Lines = defaultdict(list)
    section = ""
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.split("#")[0].strip()
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        elif line:
            found[section].append((number, [cell.strip() for cell in line.split(",")]))
    return found


def _number(cells: list[str], place: int, line: int) -> int:
    try:
        return int(cells[place])
    except (IndexError, ValueError):
        raise BadInput(
            "instance.number",
            _("Line %(line)s needs a whole number in place %(place)s."),
            where=f"line {line}",
            line=line,
            place=place + 1,
        ) from None


def _kind(cells: list[str], line: int) -> Kind:
    minutes = _number(cells, 1, line)
    bars = cells[2].split("|") if len(cells) > 2 else []
    return Kind(
        id=cells[0],
        ends=min(minutes, 1439),
        minutes=minutes,
        night=False,
        bars=frozenset(bar.strip() for bar in bars if bar.strip()),
    )


def _need(cells: list[str], line: int) -> Need:
    return Need(wanted=_number(cells, 2, line), under=_number(cells, 3, line), over=_number(cells, 4, line))


def _needs(lines: Lines, days: int) -> dict[tuple[int, str], Need]:
    """What a cover line does not name may be stood, and nobody waits for it."""
    needs = {(day, cells[0]): Need() for day in range(days) for _line, cells in lines["SHIFTS"]}
    needs.update({(_number(cells, 0, line), cells[1]): _need(cells, line) for line, cells in lines["COVER"]})
    return needs


def _people(lines: Lines) -> Iterator[Person]:
    off: dict[str, set[int]] = defaultdict(set)
    for number, cells in lines.get("DAYS_OFF", []):
        off[cells[0]].update(_number(cells, place, number) for place in range(1, len(cells)))
    wishes: dict[str, list[Wish]] = defaultdict(list)
    for section, wants in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
        for number, cells in lines.get(section, []):
            wish = Wish(_number(cells, 1, number), cells[2], _number(cells, 3, number), wants)
            wishes[cells[0]].append(wish)
    for number, cells in lines["STAFF"]:
        who = cells[0]
        yield Person(
            id=who,
            leave=frozenset(off[who]),
            wishes=tuple(wishes[who]),
            limits=_limits(cells, number),
        )


def _limits(cells: list[str], line: int) -> Limits:
    pairs = [pair.split("=") for pair in cells[1].split("|") if "=" in pair]
    return Limits(
        most={kind.strip(): _number([most], 0, line) for kind, most in pairs},
        minutes_most=_number(cells, 2, line),
        minutes_least=_number(cells, 3, line),
        days_most=_number(cells, 4, line),
        days_least=_number(cells, 5, line),
        off_least=_number(cells, 6, line),
        weekends_most=_number(cells, 7, line),
    )
