"""Who has inspected and who has not, programme by programme and window by window, drawn from what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import Window, local_date
from duecare.core.errors import NotAllowed, NotFound
from duecare.inspections.models import Inspected, Owed, Programme
from duecare.inspections.queries.extra import extra
from duecare.inspections.queries.reaching import RIGHT, below, unit_reached, within
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: Units on a page, and windows beside one another.
PAGE = 50
COLUMNS = 6
_DISCHARGED = Q(obligation__closed_as="discharged")
_OPEN = Q(obligation__opened_at__isnull=False, obligation__closed_at=None)
_MISSED = Q(obligation__missed_at__isnull=False)
_COUNTS = {
    "done": Count("pk", filter=_DISCHARGED),
    "late": Count("pk", filter=_DISCHARGED & _MISSED),
    "open": Count("pk", filter=_OPEN),
    "missed": Count("pk", filter=_OPEN & _MISSED),
    "waived": Count("pk", filter=Q(obligation__closed_as="waived")),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many inspections of a window were done, of these late; are open, of these past their time; were waived."""

    done: int = 0
    late: int = 0
    open: int = 0
    missed: int = 0
    waived: int = 0

    @property
    def owed(self) -> int:
        """How many are asked for."""
        return self.done + self.open

    @property
    def state(self) -> str:
        """The state that stands for all of them, as :mod:`duecare.web.states` has them; empty for none."""
        if self.missed:
            return "silent"
        if self.open:
            return "open"
        if self.done:
            return "late" if self.late else "discharged"
        return "waived" if self.waived else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A programme in the list, over all units within reach: the window that runs now, or ran last.

    :param overdue: how many are past their time and not made, in all windows.
    """

    programme: Programme
    window: Window | None
    counts: Counts
    overdue: int


@dataclass(frozen=True, slots=True)
class Row:
    """A unit that is inspected, window by window: what is owed, and how many were made that count for nothing owed."""

    unit: Unit
    cells: Sequence[tuple[Counts, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """A programme: units beside windows.

    :param under: units at or below this one are shown; None for all within reach.
    :param windows: the latest first.
    :param earlier: key of the last window before those shown, empty for none; ``later`` likewise after them.
    :param pages: how many pages of units there are; ``page`` is this one, from 1.
    """

    programme: Programme
    under: Unit | None
    windows: Sequence[Window]
    rows: Sequence[Row]
    totals: Sequence[Counts]
    earlier: str
    later: str
    page: int
    pages: int


def programmes(by: Actor, at: datetime) -> list[Line]:
    """Every programme of which a unit within reach owes something. Two statements.

    :raises NotAllowed: the reader holds no post.
    """
    if not rights.anywhere(by, RIGHT):
        raise NotAllowed("no-post", _("Programmes of inspection are for those who hold a post."))
    rows = list(_of(by).order_by("ended_at", "programme", "position", "key"))
    owed = Owed.objects.filter(within(by, "obligation__lineage"), programme__in=rows)
    sums = owed.values("programme", "window").annotate(**_COUNTS).order_by()
    counts = {(one.pop("programme"), one.pop("window")): Counts(**one) for one in sums}
    return [_line(row, counts, at) for row in rows]


def table(
    by: Actor, programme: str, key: str, at: datetime, *, under: str = "", until: str = "", page: int = 1
) -> Table:
    """One programme. A fixed number of statements.

    :param under: key of a unit to look at and below.
    :param until: key of the last window to show; the one that runs now by default.
    :raises NotFound: there is no such programme or unit within reach.
    """
    row = _of(by).filter(programme=programme, key=key).first()
    if row is None:
        raise NotFound("no-programme", _("There is no such programme of inspection."))
    top = unit_reached(by, under, _("There is no such unit.")) if under else None
    windows, earlier, later = _columns(row, until, at)
    owed = Owed.objects.filter(within(by, "obligation__lineage"), programme=row)
    if top is not None:
        owed = owed.filter(below(top.lineage, "unit__lineage"))
    units = _units(by, row, top)
    pages = max(1, -(-units.count() // PAGE))
    page = min(max(page, 1), pages)
    shown = list(units[(page - 1) * PAGE : page * PAGE])
    keys = [window.key for window in windows]
    cells = _cells(owed.filter(window__in=keys, unit__in=shown), ("unit", "window"))
    more = extra(row, shown, windows)
    totals = _cells(owed.filter(window__in=keys), ("window",))
    return Table(
        programme=row,
        under=top,
        windows=windows,
        rows=[
            Row(unit, [(cells.get((unit.id, key), Counts()), more[unit.id, key]) for key in keys])
            for unit in shown
        ],
        totals=[totals.get((key,), Counts()) for key in keys],
        earlier=earlier,
        later=later,
        page=page,
        pages=pages,
    )


def _of(by: Actor) -> QuerySet[Programme]:
    """Programmes within reach."""
    inspecting = Inspected.objects.filter(within(by, "by_unit__lineage"), programme=OuterRef("pk"))
    owing = Owed.objects.filter(within(by, "obligation__lineage"), programme=OuterRef("pk"))
    return Programme.objects.filter(Exists(inspecting) | Exists(owing))


def _units(by: Actor, row: Programme, top: Unit | None) -> QuerySet[Unit]:
    """Units that are inspected, or were, by one within reach."""
    now = Inspected.objects.filter(within(by, "by_unit__lineage"), programme=row)
    before = Owed.objects.filter(within(by, "obligation__lineage"), programme=row)
    units = Unit.objects.filter(Q(id__in=now.values("unit")) | Q(id__in=before.values("unit")))
    if top is not None:
        units = units.filter(below(top.lineage, "lineage"))
    return units.order_by("lineage")


def _line(row: Programme, counts: Mapping[tuple[object, str], Counts], at: datetime) -> Line:
    today = local_date(at, row.zone)
    begun = [window for window in row.windows() if window.first <= today]
    window = begun[-1] if begun else None
    overdue = sum(one.missed for (programme, _window), one in counts.items() if programme == row.id)
    return Line(row, window, counts.get((row.id, window.key), Counts()) if window else Counts(), overdue)


def _columns(row: Programme, until: str, at: datetime) -> tuple[list[Window], str, str]:
    """The windows shown, the latest first as a phone shows no more of them, and the keys to go on to."""
    today = local_date(at, row.zone)
    begun = [window for window in row.windows() if window.first <= today]
    places = {window.key: n for n, window in enumerate(begun)}
    end = places.get(until, len(begun) - 1) + 1
    start = max(0, end - COLUMNS)
    earlier = begun[start - 1].key if start > 0 else ""
    later = begun[min(end + COLUMNS, len(begun)) - 1].key if end < len(begun) else ""
    return begun[start:end][::-1], earlier, later


def _cells(owed: QuerySet[Owed], names: tuple[str, ...]) -> dict[tuple[object, ...], Counts]:
    rows = owed.values(*names).annotate(**_COUNTS).order_by()
    return {tuple(one.pop(name) for name in names): Counts(**one) for one in rows}
