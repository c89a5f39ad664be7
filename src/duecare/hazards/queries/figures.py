"""What the ledger tells of a unit and all below it: how old what is open is, how long putting right takes, what comes
back, and who owes a step past its time. How many hazards anybody found is not among it.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q

from duecare.core.calendar import at_local, local_date
from duecare.hazards import rules
from duecare.hazards.queries import listing
from duecare.hazards.queries.reach import Reach
from duecare.hazards.vocabulary import Category, Level, StepKind
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.places.models import Place

#: Days back, of which one is looked at.
PERIODS = (30, 90, 365)
USUAL = 90
#: Ages in whole days since it was found, from and to; the last has no end.
_AGES: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, None))
_MOST = 20
#: Width of the longest bar.
BAR = 240


@dataclass(frozen=True, slots=True)
class Age:
    """Open hazards of an age in days; ``first`` and ``last`` are the days on which they were found."""

    since: int
    until: int | None
    first: date | None
    last: date
    count: int
    major: int
    width: int


@dataclass(frozen=True, slots=True)
class Time:
    """Days from when it was opened until it was put right: half took no longer than ``median``, nine in ten ``p90``."""

    count: int = 0
    median: int | None = None
    p90: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page shows.

    :param times: a category (None for all) and its times by level.
    :param closed: close-outs of the period, of which ``back`` did not hold: found again there within 90 days.
    :param returns: place, category and how often it came back, most first.
    :param late: units with how many steps they owe past their time, most first.
    """

    unit: Unit
    days: int
    first: date
    last: date
    ages: Sequence[Age]
    open: int
    times: Sequence[tuple[Category | None, Sequence[tuple[str, Time]]]]
    closed: int
    back: int
    returns: Sequence[tuple[Place, Category, int]]
    late: Sequence[tuple[Unit, int]]

    @property
    def share(self) -> str:
        """Close-outs that did not hold, in percent of all."""
        return f"{100 * self.back / self.closed:.1f}" if self.closed else ""


def figures(by: Actor, unit: Unit, days: int, at: datetime) -> Figures:
    """The figures of the last so many days, today included. A fixed number of statements.

    :param days: one of :data:`PERIODS`; anything else is the usual one.
    :raises NotAllowed: ``by`` may not see hazards there.
    """
    reach, days = Reach.of(by, unit), days if days in PERIODS else USUAL
    today = local_date(at, unit.zone)
    first = today - timedelta(days=days - 1)
    since = at_local(first, "00:00", unit.zone, gap="forward")
    ages, times, returns = _ages(reach, today, at), _times(reach, since), _returns(reach, since)
    back = sum(returns.values())
    closed = sum(sum(found.values()) for found in times.values())
    return Figures(
        unit, days, first, today, ages, sum(age.count for age in ages), _table(times), closed + back, back,
        _places(returns), _late(reach),
    )  # fmt: skip


def _ages(reach: Reach, today: date, at: datetime) -> list[Age]:
    zone, counts, days = reach.unit.zone, {}, []
    for since, until in _AGES:
        first = None if until is None else today - timedelta(days=until)
        last = today - timedelta(days=since)
        found = Q(found_at__lt=at_local(last + timedelta(days=1), "00:00", zone, gap="forward"))
        if first is not None:
            found &= Q(found_at__gte=at_local(first, "00:00", zone, gap="forward"))
        counts[f"all{since}"] = Count("id", filter=found)
        counts[f"major{since}"] = Count("id", filter=found & Q(level=Level.MAJOR))
        days.append((since, until, first, last))
    got = reach.hazards().filter(listing.shown("open", at)).aggregate(**counts)
    most = max(got[f"all{since}"] for since, *_rest in days) or 1
    return [
        Age(*age, got[f"all{age[0]}"], got[f"major{age[0]}"], round(BAR * got[f"all{age[0]}"] / most))
        for age in days
    ]


def _times(reach: Reach, since: datetime) -> dict[tuple[str, str], Counter[int]]:
    """Of what was closed out since then: how often it took so many whole days, by level and category."""
    found = reach.hazards().filter(closed_at__gte=since, put_right_at__isnull=False)
    took = found.annotate(took=_Days(F("put_right_at"), F("opened_at"))).values("level", "category", "took")
    times: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for row in took.annotate(how_many=Count("id")).order_by():
        times[row["level"], row["category"]][row["took"]] += row["how_many"]
    return times


def _table(times: Mapping[tuple[str, str], Counter[int]]) -> list[Any]:
    """All together first, then each category that has any."""
    rows: list[Any] = []
    for category in (None, *Category):
        of = {
            level: sum(
                (found for key, found in times.items() if key[0] == level and category in (None, key[1])),
                Counter(),
            )
            for level in Level.values
        }
        if category is None or any(of.values()):
            rows.append((category, [(level, _time(found)) for level, found in of.items()]))
    return rows


def _time(found: Mapping[int, int]) -> Time:
    return Time(sum(found.values()), rules.quantile(found, 0.5), rules.quantile(found, 0.9))


def _returns(reach: Reach, since: datetime) -> dict[tuple[uuid.UUID, str], int]:
    """How often something closed out was found again, by place and category, most first."""
    again = (
        reach.steps().filter(kind=StepKind.AGAIN, at__gte=since).values("hazard__place", "hazard__category")
    )
    counted = again.annotate(how_many=Count("id")).order_by("-how_many", "hazard__place", "hazard__category")
    return {(row["hazard__place"], row["hazard__category"]): row["how_many"] for row in counted}


def _places(returns: Mapping[tuple[uuid.UUID, str], int]) -> list[tuple[Place, Category, int]]:
    first = list(returns.items())[:_MOST]
    places = Place.objects.select_related("unit").in_bulk({place for (place, _category), _count in first})
    return [
        (places[place], Category(category), count) for (place, category), count in first if place in places
    ]


def _late(reach: Reach) -> list[tuple[Unit, int]]:
    """Units by what they owe past its time: rectifying, committing, verifying, deciding. Never by what they found.

    What is past its time is what the kernel has recorded as missed.
    """
    owing = reach.owed().filter(obligation__closed_at=None, obligation__missed_at__isnull=False)
    counted = owing.values("obligation__debtor").annotate(how_many=Count("obligation"))
    by_unit = {
        row["obligation__debtor"]: row["how_many"]
        for row in counted.order_by("-how_many", "obligation__debtor")[:_MOST]
    }
    units = Unit.objects.in_bulk(by_unit)
    return [(units[key], count) for key, count in by_unit.items()]


class _Days(Func):
    """Whole days between two times, the later first."""

    arity = 2
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In SQL."""
        template = "FLOOR(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400)::integer"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In SQL. A second is added, which times of day as fractions are good to."""
        template = "CAST(julianday(%(expressions)s) + 0.00001 AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **more)
