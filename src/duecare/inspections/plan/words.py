"""What applying a plan changes in its programmes of inspection, in people's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.inspections.actions.programmes import Difference, Wanted
from duecare.inspections.models import Programme
from duecare.obligations.sections import Change
from duecare.obligations.shapes import shown


def added(wanted: Wanted) -> Change:
    """A programme begins."""
    count = len(wanted.units)
    text = ngettext(
        "The inspections “%(title)s” begin for %(count)d unit.",
        "The inspections “%(title)s” begin for %(count)d units.",
        count,
    )
    return Change("add", (wanted.position,), text % {"title": _title(wanted), "count": count})


def ended(row: Programme) -> Change:
    """A programme ends; it is no longer in the file, so the place is the section."""
    text = _("The inspections “%(title)s” end; what is open stays owed.")
    return Change("end", (), text % {"title": _title(row)})


def changed(wanted: Wanted, found: Difference) -> list[Change]:
    """What changes in a running programme, and what stays."""
    title = _title(wanted)
    changes = [
        Change("change", _place(wanted, name), _NAMES[name]() % {"title": title}) for name in found.what
    ]
    for count, text in (
        (len(found.joining), _joining),
        (len(found.leaving), _leaving),
        (len(found.passing), _passing),
    ):
        if count:
            place = (wanted.position, "units")
            changes.append(Change("change", place, text(count) % {"title": title, "count": count}))
    if found.open:
        text_open = ngettext(
            "“%(title)s”: %(count)d inspection is open already and stays as it is.",
            "“%(title)s”: %(count)d inspections are open already and stay as they are.",
            found.open,
        )
        words = {"title": title, "count": found.open}
        changes.append(Change("keep", (wanted.position,), text_open % words))
    return changes


def _place(wanted: Wanted, name: str) -> tuple[str | int, ...]:
    return (wanted.position, name) if name in wanted.source else (wanted.position,)


def _title(thing: Wanted | Programme) -> str:
    return shown(thing.title, thing.title_en)


def _joining(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d more unit is inspected, from the next window on.",
        "“%(title)s”: %(count)d more units are inspected, from the next window on.",
        count,
    )


def _leaving(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d unit is no longer inspected.",
        "“%(title)s”: %(count)d units are no longer inspected.",
        count,
    )


def _passing(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d unit is inspected by another one.",
        "“%(title)s”: %(count)d units are inspected by other ones.",
        count,
    )


_NAMES = {
    "title": lambda: _("The inspections are now called “%(title)s”."),
    "basis": lambda: _("“%(title)s”: another clause of the plan is its basis."),
    "owed_to": lambda: _("“%(title)s” is owed to another unit."),
    "post": lambda: _("“%(title)s”: another post answers for it."),
    "checklists": lambda: _("“%(title)s”: other checklists count."),
    "every": lambda: _("“%(title)s” has other days, or is counted by other windows, from the next one on."),
    "times": lambda: _("“%(title)s” is asked for more or less often, from the next window on."),
    "sample": lambda: _("“%(title)s”: the units are drawn otherwise, from the next window on."),
    "ladder": lambda: _("“%(title)s” has another ladder."),
    "zone": lambda: _("“%(title)s” counts in another time zone."),
}
