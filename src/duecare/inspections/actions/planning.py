"""What a programme asks of whom in which window, as the kernel takes it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.core.calendar import Window, at_local, local_date
from duecare.inspections.kinds import INSPECT
from duecare.inspections.models import Inspected, Programme
from duecare.inspections.rules.windows import last_days
from duecare.obligations.rules import Draft
from duecare.orgs.models import Unit

#: The last minute of a day that something can be made on.
END_OF_DAY = "23:59"
_PAGE = 1000
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """The n-th inspection of a window, with its instants (UTC).

    :param of: how many the window asks for.
    """

    window: Window
    number: int
    of: int
    opens_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A draft, and what the kernel does not know of it."""

    draft: Draft
    unit: Unit
    planned: Planned


def start_of(programme: Programme) -> datetime:
    """Just before the programme's first window opens."""
    return at_local(programme.first, "00:00", programme.zone, gap="forward") - _INSTANT


def end_of(window: Window, zone: str) -> datetime:
    """When the last day of a window is over."""
    return at_local(window.last + timedelta(days=1), "00:00", zone, gap="forward")


def opens(window: Window, zone: str) -> datetime:
    """When a window opens: midnight before its first day."""
    return at_local(window.first, "00:00", zone, gap="forward")


def asked(programme: Programme) -> list[Window]:
    """The windows that were not over when the programme was asked for."""
    return [one for one in programme.windows() if end_of(one, programme.zone) > programme.since]


def planned(programme: Programme, after: datetime, until: datetime) -> list[Planned]:
    """What opens after ``after`` and up to ``until`` and was not due when the programme was asked for."""
    return [
        one
        for window in programme.windows()
        if after < opens(window, programme.zone) <= until
        for one in in_window(programme, window)
        if one.due_at > programme.since
    ]


def in_window(programme: Programme, window: Window) -> list[Planned]:
    """Every inspection that a window asks for, in order."""
    opens_at = opens(window, programme.zone)
    days = last_days(window, programme.times, apart=programme.apart)
    return [
        Planned(
            window, n, len(days), opens_at, at_local(day, END_OF_DAY, programme.zone, gap="forward")
        )
        for n, day in enumerate(days, 1)
    ]  # fmt: skip


def standing(programme: Programme) -> Iterator[list[Inspected]]:
    """The units inspected that stand, their inspecting unit too, in order of the tree, a page at a time."""
    rows = (
        Inspected.objects.filter(programme=programme, unit__closed_at=None, by_unit__closed_at=None)
        .select_related("unit", "by_unit")
        .order_by("unit__lineage")
    )
    last = ""
    while page := list(rows.filter(unit__lineage__gt=last)[:_PAGE]):
        yield page
        last = page[-1].unit.lineage


def wishes(programme: Programme, wanted: Iterable[Planned], rows: Iterable[Inspected]) -> list[Wish]:
    """A draft for each inspection and unit."""
    wanted = list(wanted)
    return [Wish(_draft(programme, one, row), row.unit, one) for one in wanted for row in rows]


def _draft(programme: Programme, one: Planned, row: Inspected) -> Draft:
    title, title_en = _titles(programme, one, row)
    return Draft(
        kind=INSPECT.key,
        origin="/".join(
            ["inspections", programme.programme, programme.key, row.unit.key, one.window.key, str(one.number)]
        ),
        root_id=programme.root_id,
        debtor_id=row.by_unit_id,
        lineage=row.by_unit.lineage,
        creditor_id=programme.creditor_id,
        post=programme.post,
        title=title[:160],
        title_en=title_en[:200],
        basis=programme.basis,
        programme=programme.programme,
        subject=str(row.unit_id),
        strand=programme.strand(one.number),
        slot=local_date(one.due_at, programme.zone),
        opens_at=one.opens_at,
        due_at=one.due_at,
        ladder_id=programme.ladder_id,
    )


def _titles(programme: Programme, one: Planned, row: Inspected) -> tuple[str, str]:
    """The programme's title in both languages, which unit where another inspects it, the how manieth where several."""
    found = []
    for language in ("zh-hans", "en"):
        english = language == "en"
        with override(language):
            text = (programme.title_en if english else "") or programme.title
            if row.unit_id != row.by_unit_id:
                name = (row.unit.name_en if english else "") or row.unit.name
                text = _("%(title)s: %(unit)s") % {"title": text, "unit": name}
            if one.of > 1:
                text = _("%(title)s (%(n)d of %(of)d)") % {"title": text, "n": one.number, "of": one.of}
        found.append(text)
    return found[0], found[1]
