"""Telling lines that are new from those taken in before, and those that say something else now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import at_local
from duecare.hazards import rules
from duecare.hazards.actions.taking_in.ground import Standing
from duecare.hazards.models import PaperLine
from duecare.hazards.paper.columns import State
from duecare.hazards.paper.lines import Line
from duecare.hazards.paper.results import MOST_NAMED, Differs, TakenIn
from duecare.orgs.importing.tables import Reader

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class New:
    """A line to be written: what it is known by, its digest, and its times as instants.

    ``forgotten`` means that it was closed out so long ago that its words are not kept.
    """

    line: Line
    key: str
    digest: str
    found_at: datetime
    due_at: datetime
    put_right_at: datetime | None
    closed_at: datetime | None
    forgotten: bool


Sorted = Sequence[New]
#: A line, what it is known by, and the digest of its content.
Marked = tuple[Line, str, str]


def marked(lines: Sequence[Line], ground: Standing, reader: Reader) -> Sequence[Marked]:
    """Each line with its key and its digest; two of a number, or two alike, in one file are a problem."""
    marks = [(line, _key(line, ground), _digest(line, ground)) for line in lines]
    _refuse_twice(marks, reader)
    return marks


def sort_out(marks: Sequence[Marked], ground: Standing, result: TakenIn, at: datetime) -> Sorted:
    """The lines that are new, counted in ``result`` like all others."""
    before = _taken_in(key for _line, key, _digest in marks)
    new = []
    for line, key, digest in marks:
        if key not in before:
            new.append(_timed(line, key, digest, ground, at))
            _count(new[-1], result, at)
            continue
        known = before[key]
        if known.digest in ("", digest):
            result.known += 1
            continue
        result.differing_count += 1
        if len(result.differing) < MOST_NAMED:
            result.differing.append(Differs(line.row, line.unit, line.number, known.hazard_id))
    return new


def _refuse_twice(marks: Sequence[Marked], reader: Reader) -> None:
    seen: dict[str, int] = {}
    for line, key, _digest_of in marks:
        if key not in seen:
            seen[key] = line.row
        elif line.number:
            reader.report(
                line.row, "number", _("Row %(other)s has this number already."),
                _("Give each hazard a number of its own."), other=seen[key],
            )  # fmt: skip
        else:
            reader.report(
                line.row, "", _("Row %(other)s says exactly the same."), _("Delete one of them, or number both."),
                other=seen[key],
            )  # fmt: skip


def _taken_in(keys: Iterator[str]) -> Mapping[str, PaperLine]:
    wanted = list(keys)
    found: dict[str, PaperLine] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = PaperLine.objects.filter(key__in=wanted[start : start + _CHUNK])
        found |= {row.key: row for row in rows}
    return found


def _key(line: Line, ground: Standing) -> str:
    """Of unit and number; of what was found where, when and of what level, where there is no number."""
    unit = str(ground.units[line.unit].id)
    return _hash([unit, line.number] if line.number else [unit, *_what(line)], "key")


def _digest(line: Line, ground: Standing) -> str:
    content = [line.place, line.category, line.level, line.text, line.state, *map(str, _days(line))]
    return _hash([str(ground.units[line.unit].id), content], "digest")


def _days(line: Line) -> list[date | None]:
    return [line.found, line.due, line.put_right, line.closed]


def _what(line: Line) -> list[str]:
    return [line.place, line.category, line.level, line.text, line.found.isoformat()]


def _hash(content: object, purpose: str) -> str:
    """A keyed hash: what was erased can't be found out by guessing."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return salted_hmac(f"duecare.hazards.paper.{purpose}", text, algorithm="sha256").hexdigest()


def _timed(line: Line, key: str, digest: str, ground: Standing, at: datetime) -> New:
    """Days as instants: found as the day began, all else as it ended, and nothing after the file was received."""
    zone = ground.units[line.unit].zone
    ends = {
        name: at_local(day, "23:59", zone, gap="forward") if day else None
        for name, day in (("due", line.due), ("put_right", line.put_right), ("closed", line.closed))
    }
    put_right, closed = (min(end, at) if end else None for end in (ends["put_right"], ends["closed"]))
    due = ends["due"]
    assert due is not None
    forgotten = closed is not None and closed + rules.WORDS_KEPT <= at
    found = min(at_local(line.found, "00:00", zone, gap="forward"), at - timedelta(minutes=1))
    return New(line, key, "" if forgotten else digest, found, due, put_right, closed, forgotten)


def _count(one: New, result: TakenIn, at: datetime) -> None:
    result.count(one.line.state)
    if one.line.state == State.OPEN and one.due_at < at:
        result.count("overdue")
    if one.line.state == State.OPEN and one.line.level == rules.MAJOR:
        result.count("committing")
    if one.forgotten:
        result.count("forgotten")
