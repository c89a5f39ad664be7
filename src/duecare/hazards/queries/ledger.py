"""The ledger of a unit and all below it: overdue first, filtered, searched, counted on what is owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.core.calendar import zone_named
from duecare.core.errors import NotFound
from duecare.hazards.models import Hazard, HazardQuerySet, Owed
from duecare.hazards.queries.looks import Look, look
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end

PER_PAGE = 50
_MOST_UNITS = 20
#: What the list can be narrowed to.
SHOWN: dict[str, Any] = {
    "open": gettext_lazy("Open"),
    "overdue": gettext_lazy("Overdue"),
    "verify": gettext_lazy("To verify"),
    "closed": gettext_lazy("Closed out"),
    "all": gettext_lazy("All"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; what can't be is taken as not asked for."""

    shown: str = "open"
    level: str = ""
    category: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Any) -> Filters:
        """From the parts of an address."""
        number = given.get("page", "1")
        return cls(
            given.get("shown") if given.get("shown") in SHOWN else "open",
            given.get("level") if given.get("level") in Level.values else "",
            given.get("category") if given.get("category") in Category.values else "",
            " ".join(given.get("q", "").split())[:60],
            int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:6]) <= 100_000 else 1,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger. ``age`` is days since it was found, up to close-out."""

    hazard: Hazard
    look: Look
    age: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of the ledger. ``late`` are units with how many steps they owe past their time, most first."""

    unit: Unit
    filters: Filters
    rows: Sequence[Row]
    more: bool
    counts: dict[str, int]
    late: Sequence[Any]


def top(by: Actor, key: str, right: str = "hazards.see") -> Unit:
    """The unit of that key within reach, or the highest one. :raises NotFound: there is none."""
    lines = rights.lineages(by, right)
    found = (
        Unit.objects.filter(key=key) if key else Unit.objects.filter(lineage__in=lines).order_by("lineage")
    )
    unit = found.first()
    if unit is None or not rights.may(by, right, unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit


def ledger(by: Actor, unit: Unit, filters: Filters, at: datetime) -> Ledger:
    """A page, with counts of the unit's whole subtree. Three statements."""
    found = _found(by, unit, filters, at)
    start = (filters.page - 1) * PER_PAGE
    rows = list(found[start : start + PER_PAGE + 1])
    whole = Hazard.objects.under(unit.lineage).aggregate(
        open=Count("id", filter=_shown("open", at)),
        overdue=Count("id", filter=_shown("overdue", at)),
        verify=Count("id", filter=_shown("verify", at)),
        major=Count("id", filter=_shown("open", at) & Q(level=Level.MAJOR)),
    )
    shown = [_row(hazard, at) for hazard in rows[:PER_PAGE]]
    return Ledger(unit, filters, shown, len(rows) > PER_PAGE, whole, _late(unit, at))


def rows_for_export(by: Actor, unit: Unit, filters: Filters, at: datetime) -> Iterator[list[Any]]:
    """The heads, then every line of the list as it is shown, on every page of it; never all in memory."""
    yield [
        _("Unit code"), _("Unit"), _("Place"), _("Category"), _("Level"), _("What is unsafe"), _("State"),
        _("Found on"), _("To be put right by"), _("Days open"), _("Put right"), _("Closed out"), _("Opened again"),
    ]  # fmt: skip
    for hazard in _found(by, unit, filters, at).iterator(chunk_size=1000):
        row, zone = _row(hazard, at), zone_named(hazard.unit.zone)
        times = [
            f"{time.astimezone(zone):%Y-%m-%d %H:%M}" if time else None
            for time in (hazard.found_at, hazard.due_at, hazard.put_right_at, hazard.closed_at)
        ]
        yield [
            hazard.unit.code, hazard.unit.name, hazard.place.name if hazard.place else None,
            str(hazard.get_category_display()), str(hazard.get_level_display()), hazard.text, row.look.word, times[0],
            times[1], row.age, times[2], times[3], hazard.reopened,
        ]  # fmt: skip


def _found(by: Actor, unit: Unit, filters: Filters, at: datetime) -> HazardQuerySet:
    rights.require(by, "hazards.see", unit.lineage)
    found = Hazard.objects.under(unit.lineage).filter(_shown(filters.shown, at))
    for name in ("level", "category"):
        if getattr(filters, name):
            found = found.filter(**{name: getattr(filters, name)})
    for word in filters.text.split()[:4]:
        found = found.filter(
            Q(text__icontains=word) | Q(place__name__icontains=word) | Q(place__name_en__icontains=word)
            | Q(unit__name__icontains=word) | Q(unit__name_en__icontains=word) | Q(unit__code__icontains=word)
        )  # fmt: skip
    first = Case(
        When(_shown("overdue", at), then=Value(0)), When(closed_at=None, then=Value(1)), default=Value(2)
    )
    return found.select_related("unit", "place").order_by(first, "due_at", "id")


def _shown(shown: str, at: datetime) -> Q:
    standing = Q(closed_at=None, same_as=None)
    return {
        "open": standing,
        "overdue": standing & Q(put_right_at=None, due_at__lt=at),
        "verify": standing & Q(put_right_at__isnull=False),
        "closed": Q(closed_at__isnull=False),
        "all": Q(),
    }[shown]


def _row(hazard: Hazard, at: datetime) -> Row:
    return Row(hazard, look(hazard, at), max(0, ((hazard.closed_at or at) - hazard.found_at).days))


def _late(unit: Unit, at: datetime) -> list[Any]:
    """Units by what they owe past its time: rectifying, committing, verifying, deciding. Never by what they found."""
    owing = Owed.objects.filter(
        obligation__closed_at=None, obligation__due_at__lt=at, obligation__debtor__lineage__gte=unit.lineage,
        obligation__debtor__lineage__lte=subtree_end(unit.lineage),
    )  # fmt: skip
    counted = owing.values("obligation__debtor").annotate(how_many=Count("obligation"))
    by_unit = {
        row["obligation__debtor"]: row["how_many"]
        for row in counted.order_by("-how_many", "obligation__debtor")[:_MOST_UNITS]
    }
    units = Unit.objects.in_bulk(by_unit)
    return [{"unit": units[key], "how_many": count} for key, count in by_unit.items()]
