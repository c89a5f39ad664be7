"""Publishing days some weeks ahead, and making the duty to hold each shortly before it."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterator
from datetime import date, datetime, timedelta

from duecare.core.calendar import local_date
from duecare.obligations import actions as kernel
from duecare.obligations.queries import calendar_of
from duecare.obligations.rules import Draft
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit
from duecare.receptions.kinds import DAY
from duecare.receptions.models import Day, Series
from duecare.receptions.rules import AHEAD, Occasion, occasions, origin


def open_due(at: datetime, until: datetime) -> int:
    """The schedule of reception days; returns how many duties were made. Running it again makes nothing."""
    for series in Series.objects.standing().select_related("root"):
        publish(series, at)
    near = Day.objects.filter(asked=False, starts_at__lte=until, unit__closed_at=None).select_related(
        "unit", "series"
    )
    days = list(near.order_by("starts_at", "id")[:2000])
    made = kernel.open_many(drafts=[draft_of(day.series, day) for day in days], at=at) if days else 0
    Day.objects.filter(id__in=[day.id for day in days]).update(asked=True)
    return made


def publish(series: Series, at: datetime, off: Container[date] | None = None) -> None:
    """Make the rows of the days that have come within reach; once a day, for it reads the tree.

    :param off: public holidays; those of the organisation's calendar unless a plan is about to bring another.
    """
    through = local_date(at + AHEAD, series.terms["zone"])
    if series.through is not None and series.through >= through:
        return
    ahead = Day.objects.filter(series=series, starts_at__gt=at)
    there = set(ahead.values_list("unit", "starts_at"))
    moved = set(ahead.filter(instead__isnull=False).values_list("unit", "on"))
    new = [
        Day(
            series=series,
            unit=unit,
            on=day.on,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            minutes=series.terms["minutes"],
        )
        for unit, day in days_ahead(series, at, calendar_of(series.root_id).holidays if off is None else off)
        if (unit.id, day.starts_at) not in there and (unit.id, day.on) not in moved
    ]
    Day.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    Series.objects.filter(id=series.id).update(through=through)
    series.through = through


def days_ahead(series: Series, at: datetime, off: Container[date]) -> Iterator[tuple[Unit, Occasion]]:
    """Every day within reach that has not begun, for each unit that is meant now."""
    terms = series.terms
    first = local_date(at, terms["zone"])
    ahead = [one for one in occasions(terms, first, first + AHEAD, off) if one.starts_at > at]
    units = list(units_meant(series.root_id, terms["units"])) if ahead else []
    for occasion in ahead:
        for unit in units:
            yield unit, occasion


def draft_of(series: Series, day: Day) -> Draft:
    """The duty to hold a day and to say so."""
    terms = series.terms
    return Draft(
        kind=DAY.key, origin=origin(series.programme, series.key, day.unit.key, day.on), root_id=series.root_id,
        debtor_id=day.unit_id, lineage=day.unit.lineage, creditor_id=uuid.UUID(terms["creditor"]),
        title=terms["title"][0], title_en=terms["title"][1], basis=terms["basis"], programme=series.programme,
        post=terms["post"], strand=series.strand, slot=day.on, opens_at=day.starts_at,
        due_at=day.ends_at + timedelta(seconds=terms["said_within"]), ladder_id=kernel.freeze_ladder(terms["ladder"]),
    )  # fmt: skip
