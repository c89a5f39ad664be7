"""A day of reporting: what is owed in it, and one series with its units and sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from duecare.obligations.models import Heartbeat, Obligation
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end
from duecare.reports.actions.held import form_of, no_such_report
from duecare.reports.models import Debtor, Round, Series, Submission
from duecare.reports.queries import reach
from duecare.reports.queries.rollup import CutoffTable, Sums, cutoff_table, sums_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series on one day, over everything within reach below the top unit."""

    series: Series
    rounds: list[tuple[Round, Sums]]


@dataclass(frozen=True, slots=True)
class DaysPage:
    """All series of one day.

    :param own: the reports that the reader's own units owe, next ones first.
    :param as_of: to when the sums are complete.
    """

    top: Unit
    day: date
    lines: list[SeriesLine]
    own: list[Obligation]
    as_of: datetime | None

    @property
    def before(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPage:
    """One series on one day, for one unit and those right below it.

    :param trail: the units above ``under`` within reach, highest first.
    :param pages: how many pages of units there are; ``page`` is this one, from 1.
    """

    series: Series
    day: date
    under: Unit
    trail: list[Unit]
    tables: list[CutoffTable]
    as_of: datetime | None
    page: int = 1
    pages: int = 1
    rounds: list[Round] = field(default_factory=list)

    @property
    def before(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


def days_page(by: Actor, day: date) -> DaysPage:
    """Every series within reach on that day; six statements.

    :raises NotFound: the actor's posts have nothing to do with reports.
    """
    top = reach.top(by)
    debtors = Debtor.objects.filter(series=OuterRef("pk")).filter(reach.within(by, "unit__lineage"))
    series = list(
        Series.objects.filter(Exists(debtors), root=top.root_id).order_by("programme", "position", "key")
    )
    rounds: dict[object, list[Round]] = {}
    for one in Round.objects.filter(series__in=series, slot=day).order_by("due_at"):
        rounds.setdefault(one.series_id, []).append(one)
    sums = sums_of([top.key], [r.strand for found in rounds.values() for r in found], day)
    return DaysPage(
        top=top,
        day=day,
        lines=[
            SeriesLine(s, [(r, sums.get((top.key, r.strand), Sums({}))) for r in rounds[s.pk]])
            for s in series
            if s.pk in rounds
        ],
        own=_own(by),
        as_of=as_of(),
    )


def day_page(by: Actor, programme: str, key: str, day: date, under_key: str = "", page: int = 1) -> DayPage:
    """One series on one day; nine statements, however many units there are.

    :param under_key: key of the unit to look below; the highest within reach when empty.
    :raises NotFound: there is no such series, or the unit is out of reach.
    """
    series = find_series(by, programme, key)
    under = reach.unit_within(by, under_key) if under_key else reach.top(by)
    if under.root_id != series.root_id:
        raise no_such_report()
    count = Unit.objects.filter(parent=under).count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    children = Unit.objects.filter(parent=under).order_by("position", "code")
    units = [under, *children.filter(reach.within(by, "lineage"))[(page - 1) * PAGE : page * PAGE]]
    rounds = list(Round.objects.filter(series=series, slot=day).order_by("due_at"))
    strands = [r.strand for r in rounds]
    dues = _dues(strands, day, units)
    filed = {s.obligation_id: s for s in Submission.objects.filter(obligation__in=dues, latest=True)}
    sums = sums_of([u.key for u in units], strands, day)
    return DayPage(
        series=series,
        day=day,
        under=under,
        trail=_trail(by, under),
        tables=[cutoff_table(r, form_of(r.form_id), under, units, dues, filed, sums) for r in rounds],
        as_of=as_of(),
        page=page,
        pages=pages,
        rounds=rounds,
    )


def find_series(by: Actor, programme: str, key: str) -> Series:
    """The series, if anything of it is within reach. :raises NotFound: else."""
    debtors = Debtor.objects.filter(series=OuterRef("pk")).filter(reach.within(by, "unit__lineage"))
    found = (
        Series.objects.filter(Exists(debtors), programme=programme, key=key)
        .select_related("creditor")
        .first()
    )
    if found is None:
        raise no_such_report()
    return found


def as_of() -> datetime | None:
    """To when the sums are complete: the last time that no delta was left to fold."""
    return Heartbeat.objects.filter(name="fold").values_list("at", flat=True).first()


def below(unit: Unit, column: str = "lineage") -> Q:
    """A condition: the unit and everything below it."""
    return Q(**{f"{column}__gte": unit.lineage, f"{column}__lte": subtree_end(unit.lineage)})


def _dues(strands: list[str], day: date, units: list[Unit]) -> list[Obligation]:
    return list(
        Obligation.objects.filter(strand__in=strands, slot=day, debtor__in=units).order_by(
            "due_at", "lineage"
        )
    )


def _trail(by: Actor, under: Unit) -> list[Unit]:
    ancestors = [under.lineage[:end] for end in range(5, len(under.lineage), 5)]
    return list(Unit.objects.filter(reach.within(by, "lineage"), lineage__in=ancestors).order_by("lineage"))


def _own(by: Actor) -> list[Obligation]:
    units = [post.unit_id for post in by.posts]
    return list(
        Obligation.objects.open()
        .filter(debtor__in=units, kind__in=["reports.report", "reports.question"])
        .select_related("debtor")
        .order_by("due_at")[:20]
    )
