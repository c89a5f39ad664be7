"""What an import finds: problems by sheet, row and column, and the differences it would make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.orgs.vocabulary import UnitKind

#: A file of this many bytes, and an unpacked workbook of that many, is not read at all.
MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 40
#: Text of all cells together, in characters.
MOST_TEXT = 64 * 1024 * 1024
#: Every problem is counted; beyond this many they are not listed one by one.
MOST_LISTED = 2_000
#: What people call the fields that an import changes.
FIELD_NAMES: dict[str, Text] = {
    "name": _("Name"),
    "name_en": _("Name in English"),
    "kind": _("Kind"),
    "parent": _("Unit above"),
    "phone": _("Telephone"),
    "zone": _("Time zone"),
    "email": _("E-mail"),
    "unit": _("Unit"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before the file can be used.

    :param sheet: name of the sheet, or of the file.
    :param row: as the spreadsheet numbers it, from 1; 0 for the sheet as a whole.
    :param column: letter of the column, empty for the row as a whole.
    :param heading: what stands over the column.
    """

    sheet: str
    row: int
    column: str
    heading: str
    _what: Text
    _mend: Text
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """What is wrong, in the language active now."""
        return str(self._what) % self.params

    @property
    def mend(self) -> str:
        """What to do about it, in the language active now."""
        return str(self._mend) % self.params

    @property
    def place(self) -> str:
        """The cell as the spreadsheet names it: 单位!C7."""
        return f"{self.sheet}!{self.column}{self.row or ''}" if self.row else self.sheet

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "heading": self.heading,
            "what": self.what,
            "mend": self.mend,
        }


@dataclass(slots=True)
class Problems:
    """All problems of a file; lists the first :data:`MOST_LISTED`, counts them all."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Problem) -> None:
        """Note one."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(problem)

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the row number and the texts of every row that is not empty, headings first."""

    name: str
    rows: list[tuple[int, list[str]]]
    #: Cells that hold a formula or are merged: (row, column from 0).
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: a unit's or person's code and, field by field, what was and what will be."""

    code: str
    name: str
    fields: dict[str, tuple[str, str]]

    @property
    def lines(self) -> list[tuple[Text, Text, Text]]:
        """The same for people: what it is, what it was, what it will be."""
        return [
            (FIELD_NAMES[field], _shown(field, before), _shown(field, after))
            for field, (before, after) in self.fields.items()
        ]


def _shown(field: str, value: str) -> Text:
    return UnitKind(value).label if field == "kind" and value in UnitKind.values else value


@dataclass(slots=True)
class Counts:
    """How a table compares with what there is."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    #: The first of the changes, for the page.
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class ImportResult:
    """What an import found and did. ``closed`` counts missing units that were closed on request."""

    problems: Problems = field(default_factory=Problems)
    units: Counts = field(default_factory=Counts)
    people: Counts = field(default_factory=Counts)
    posts_added: int = 0
    posts_changed: int = 0
    appointments_added: int = 0
    closed: int = 0
    applied: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file can be used as it is."""
        return not self.problems

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": self.ok,
            "applied": self.applied,
            "problem_count": self.problems.count,
            "problems": [p.as_data() for p in self.problems.listed],
            **{
                name: {"added": c.added, "changed": c.changed, "unchanged": c.unchanged, "missing": c.missing}
                for name, c in (("units", self.units), ("people", self.people))
            },
            "posts_added": self.posts_added,
            "posts_changed": self.posts_changed,
            "appointments_added": self.appointments_added,
            "closed": self.closed,
        }


def column_letter(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
