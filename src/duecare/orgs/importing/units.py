"""Rows of units checked against each other and against the units there are."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from duecare.orgs.importing.columns import unit_kind
from duecare.orgs.importing.tables import Reader, Row
from duecare.orgs.rules import MOST_LEVELS

PHONE = re.compile(r"[0-9+()（）\-—－ /、,，;；转xX*#.]{3,40}")
_CODE = re.compile(r"[\w.\-]{1,40}")
#: What a cell may say: these words, and in Chinese those of the translation.
KINDS_OFFERED = _(
    "Use one of: county, district, office, township, village, middle school, primary school, teaching point, "
    "campus, hospital, farm, site, team."
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the file wants it."""

    row: int
    code: str
    name: str
    name_en: str
    kind: str
    parent: str
    phone: str
    zone: str


@dataclass(slots=True)
class KnownUnit:
    """A unit there is; ``parent`` is the parent's code, empty for the root."""

    id: uuid.UUID
    key: str
    lineage: str
    code: str
    name: str
    name_en: str
    kind: str
    parent: str
    phone: str
    zone: str
    closed: bool


#: Fields of a unit that an import may change; the parent beside them.
FIELDS = ("name", "name_en", "kind", "phone", "zone", "parent")


def read(reader: Reader, root_code: str, known: Mapping[str, KnownUnit]) -> list[UnitRow]:
    """The rows that can stand; every one that cannot is noted."""
    found: dict[str, UnitRow] = {}
    given = set(reader.places)
    for row in reader.rows():
        unit = _unit(reader, row, known.get(row["code"]), given | set(reader.places))
        if unit is None:
            continue
        if unit.code in found:
            reader.report(
                row.number, "code", _("The code %(unit_code)s stands in row %(other)s already."),
                _("Give each unit a code of its own."), unit_code=unit.code, other=found[unit.code].row,
            )  # fmt: skip
        else:
            found[unit.code] = unit
    _check_parents(reader, found, root_code, known)
    return list(found.values())


def _unit(reader: Reader, row: Row, known: KnownUnit | None, given: set[str]) -> UnitRow | None:
    code, kind = row["code"], unit_kind(row["kind"])
    if code and not _CODE.fullmatch(code):
        reader.report(
            row.number,
            "code",
            _("“%(text)s” is no code."),
            _("Use letters, digits, dots and dashes."),
            text=code,
        )
    if row["kind"] and kind is None:
        reader.report(
            row.number, "kind", _("There is no kind of unit called “%(text)s”."),
            KINDS_OFFERED,
            text=row["kind"],
        )  # fmt: skip
    if row["zone"] and not _is_zone(row["zone"]):
        reader.report(
            row.number, "zone", _("There is no time zone called “%(text)s”."),
            _("Write it as Asia/Shanghai, or leave it empty."), text=row["zone"],
        )  # fmt: skip
    check_phone(reader, row)
    if known is not None and known.closed:
        reader.report(
            row.number, "code", _("The unit %(unit_code)s has been closed."), _("Delete the row, or use a new code."),
            unit_code=code,
        )  # fmt: skip
    if not code:
        return None

    def kept(field: str) -> str:
        return row[field] if field in given or known is None else str(getattr(known, field))

    return UnitRow(
        row.number, code, row["name"], kept("name_en"), kind.value if kind else "", kept("parent"), kept("phone"),
        row["zone"] or (known.zone if known else ""),
    )  # fmt: skip


def check_phone(reader: Reader, row: Row) -> None:
    """Note a telephone number that holds other signs than numbers have."""
    if row["phone"] and not PHONE.fullmatch(row["phone"]):
        reader.report(
            row.number,
            "phone",
            _("“%(text)s” is no telephone number."),
            _("Use digits, + and -."),
            text=row["phone"],
        )


def _check_parents(
    reader: Reader, rows: Mapping[str, UnitRow], root_code: str, known: Mapping[str, KnownUnit]
) -> None:
    parents = {code: unit.parent for code, unit in known.items()} | {c: r.parent for c, r in rows.items()}
    depths: dict[str, int] = {}
    for code, row in rows.items():
        if code == root_code:
            if row.parent:
                reader.report(
                    row.row, "parent", _("%(unit_code)s is the root and stands below nothing."),
                    _("Leave this cell empty."), unit_code=code,
                )  # fmt: skip
        elif not row.parent:
            reader.report(
                row.row, "parent", _("This cell is empty."),
                _("Write the code of the unit above; only the root %(root)s has none."), root=root_code,
            )  # fmt: skip
        elif row.parent not in parents or (row.parent in known and known[row.parent].closed):
            reader.report(
                row.row, "parent", _("There is no unit with the code %(unit_code)s."),
                _("Correct the code, or add a row for that unit."), unit_code=row.parent,
            )  # fmt: skip
        else:
            _check_depth(reader, row, parents, depths)


def _check_depth(reader: Reader, row: UnitRow, parents: Mapping[str, str], depths: dict[str, int]) -> None:
    """Walk up from the row; 0 in ``depths`` marks a code that a reported circle or break lies above of."""
    path: list[str] = []
    code, seen = row.code, set()
    while code and code not in depths and code not in seen:
        seen.add(code)
        path.append(code)
        code = parents.get(code, "")
    circle = code in seen
    if circle:
        reader.report(
            row.row, "parent", _("The units stand below each other in a circle: %(circle)s."),
            _("Correct the parent of one of them."), circle=" → ".join([*path[path.index(code) :], code][:8]),
        )  # fmt: skip
    above = 0 if circle else depths.get(code, 0)
    broken = circle or (bool(code) and above == 0)
    for step in reversed(path):
        above = 0 if broken else above + 1
        depths[step] = above
    if depths[row.code] > MOST_LEVELS:
        reader.report(
            row.row, "parent", _("This unit would stand %(level)s levels deep."), _("At most %(most)s levels fit."),
            level=depths[row.code], most=MOST_LEVELS,
        )  # fmt: skip


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
