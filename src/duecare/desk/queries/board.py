"""The board: tree × strands × time, from tallies alone; no page reads all units."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import local_date
from duecare.core.errors import NotFound
from duecare.desk.queries import strands
from duecare.desk.queries.silence import Silence, under
from duecare.desk.queries.strands import Strand
from duecare.desk.rules import Counts
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, ancestors
from duecare.web.rows import find

RIGHT = "board.view"
#: Children on one page of the board, and days in its strip.
PAGE = 100
DAYS = 14
NOTHING = Counts()

Cells = Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Place:
    """What the grid shows of a unit."""

    key: str
    code: str
    name: str
    name_en: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grid: a unit below, or with ``itself`` the unit's own duties."""

    unit: Place
    cells: tuple[Counts, ...]
    itself: bool = False

    @property
    def total(self) -> Counts:
        """All its cells together."""
        return _sum(self.cells)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip."""

    day: date
    total: Counts


@dataclass(frozen=True, slots=True)
class Board:
    """Everything of one unit's board on one day."""

    unit: Unit
    trail: Sequence[Unit]
    day: date
    today: date
    strip: Sequence[Day]
    strands: Sequence[Strand]
    rows: Sequence[Row]
    total: Counts
    silence: Silence
    duties: Sequence[Obligation]
    as_of: datetime
    page: int
    pages: int
    tag: str

    @property
    def earlier(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def later(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


def unit_seen(by: Actor, key: str) -> Unit:
    """The unit of that key, if its board is the reader's to see. One statement.

    :raises NotFound: there is no such unit, or none that the reader may know of.
    """
    unit = find(Unit, key=key)
    if unit is None or not rights.may(by, RIGHT, unit.lineage):
        raise NotFound("board-unit", _("There is no such unit, or its board is not yours to see."))
    return unit


def start(by: Actor) -> Unit:
    """The unit whose board the reader begins with: the highest within reach. :raises NotFound: none is."""
    wide = rights.lineages(by, RIGHT)
    unit = Unit.objects.filter(lineage__in=wide).order_by("lineage").first() if wide else None
    if unit is None:
        raise NotFound("board-unit", _("None of your posts has a board."))
    return unit


def board(by: Actor, unit: Unit, day: date | None, at: datetime, page: int = 1) -> Board:
    """The board of a unit the reader was found to see; a fixed number of statements, whatever lies below."""
    today = local_date(at, unit.zone)
    day = day or today
    known = Unit.objects.filter(key__in=ancestors(unit.lineage)[:-1]).order_by("lineage")
    trail = [one for one in known if rights.may(by, RIGHT, one.lineage)]
    first, last = min(day, today - timedelta(days=DAYS - 1)), max(day, today)
    first = max(first, day - timedelta(days=DAYS - 1))
    last = min(last, first + timedelta(days=DAYS - 1))
    own = _cells(kernel.tallies([unit.key], first, last))
    children = _children(unit, page)
    further, children = len(children) > PAGE, children[:PAGE]
    below = _cells(kernel.tallies([c.key for c in children], day, day)) if children else {}
    whole = {strand: counts for (key, strand, slot), counts in own.items() if slot == day}
    columns = strands.describe(unit, day, sorted(whole))
    rows = _rows(unit, children, columns, below, day, whole, alone=page == 1 and not further)
    silence = under(by, unit, at)
    duties = kernel.owed_on(by, unit, day) if not children or _owes(rows) else []
    return Board(
        unit=unit,
        trail=trail,
        day=day,
        today=today,
        strip=_strip(own, first, last),
        strands=columns,
        rows=rows,
        total=_sum(whole.values()),
        silence=silence,
        duties=duties,
        as_of=kernel.tallied_at() or at,
        page=page,
        pages=page + further,
        tag=_tag((own, columns, rows, [(d.id, d.state, d.due_at) for d in duties]), silence, at),
    )


def _children(unit: Unit, page: int) -> list[Place]:
    """A page of the units below, and one more if there is a further page."""
    below = Unit.objects.filter(parent_id=unit.id).order_by("position", "code")
    wanted = below.values_list(*(column.name for column in fields(Place)))
    return [Place(*row) for row in wanted[(page - 1) * PAGE : page * PAGE + 1]]


def _cells(
    sums: Mapping[tuple[str, str, date], Mapping[str, int | None]],
) -> dict[tuple[str, str, date], Counts]:
    return {place: Counts.of(measures) for place, measures in sums.items()}


def _rows(
    unit: Unit,
    children: Sequence[Place],
    columns: Sequence[Strand],
    below: Mapping[tuple[str, str, date], Counts],
    day: date,
    whole: Cells,
    *,
    alone: bool,
) -> list[Row]:
    rows = []
    for child in children:
        cells = tuple(below.get((child.key, column.key, day), NOTHING) for column in columns)
        if child.closed_at is None or any(c.owed for c in cells):
            rows.append(Row(child, cells))
    if alone:
        cells = tuple(
            whole.get(column.key, NOTHING)
            - _sum(below.get((child.key, column.key, day), NOTHING) for child in children)
            for column in columns
        )
        if any(c.owed for c in cells):
            itself = Place(unit.key, unit.code, unit.name, unit.name_en, unit.closed_at)
            rows.insert(0, Row(itself, cells, itself=True))
    return rows


def _owes(rows: Sequence[Row]) -> bool:
    return bool(rows) and rows[0].itself


def _strip(own: Mapping[tuple[str, str, date], Counts], first: date, last: date) -> list[Day]:
    days: dict[date, Counts] = defaultdict(Counts)
    for (_key, _strand, slot), counts in own.items():
        days[slot] += counts
    return [Day(d, days[d]) for d in (first + timedelta(days=i) for i in range((last - first).days + 1))]


def _sum(cells: Iterable[Counts]) -> Counts:
    return sum(cells, NOTHING)


def _tag(figures: object, silence: Silence, at: datetime) -> str:
    """Changes whenever something on the board would: the figures, the silent, whom they were told to, the minute."""
    silent = [unit.content() for unit in silence.units]
    text = repr((figures, silent, silence.more, f"{at:%Y-%m-%dT%H:%M}"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
