"""What applying a plan changes in its report series, in people's words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from duecare.obligations.sections import Change
from duecare.obligations.shapes import spoken_day
from duecare.reports.actions.series import Difference, Wanted
from duecare.reports.models import Series
from duecare.reports.plan.moves import moves


def added(wanted: Wanted) -> Change:
    """A series begins."""
    count = len(wanted.units)
    text = ngettext(
        "The report series “%(title)s” begins for %(count)d unit.",
        "The report series “%(title)s” begins for %(count)d units.",
        count,
    )
    return Change("add", (wanted.position,), text % {"title": _title(wanted), "count": count})


def ended(series: Series) -> Change:
    """A series ends; it is no longer in the file, so the place is the section."""
    text = _("The report series “%(title)s” ends; what is open stays owed.")
    return Change("end", (), text % {"title": _title(series)})


def changed(series: Series, wanted: Wanted, found: Difference, before: datetime) -> list[Change]:
    """What changes in a running series, and what stays.

    :param before: the time of asking; the series is still as it was.
    """
    title = _title(wanted)
    moved = moves(series, wanted, title, before) if "cutoffs" in found.what else []
    changes = [
        Change("change", _place(wanted, name), _NAMES[name]() % {"title": title})
        for name in found.what
        if name != "cutoffs" or not moved
    ]
    changes += [Change("change", _place(wanted, "cutoffs"), sentence) for sentence in moved]
    for count, text in ((len(found.joining), _joining), (len(found.leaving), _leaving)):
        if count:
            changes.append(
                Change("change", (wanted.position, "owed_by"), text(count) % {"title": title, "count": count})
            )
    if found.kept:
        days = ", ".join(spoken_day(day) for day in sorted(set(found.kept)))
        text_kept = _("“%(title)s”: the reports of %(days)s are open already and stay as they are.")
        changes.append(Change("keep", (wanted.position,), text_kept % {"title": title, "days": days}))
    return changes


def _place(wanted: Wanted, name: str) -> tuple[str | int, ...]:
    return (wanted.position, name) if name in wanted.source else (wanted.position,)


def _title(thing: Wanted | Series) -> str:
    english = (get_language() or "").startswith("en")
    return (thing.title_en or thing.title) if english else thing.title


def _joining(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d more unit reports.", "“%(title)s”: %(count)d more units report.", count
    )


def _leaving(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d unit no longer reports.",
        "“%(title)s”: %(count)d units no longer report.",
        count,
    )


_NAMES = {
    "title": lambda: _("The report series is now called “%(title)s”."),
    "basis": lambda: _("“%(title)s”: another clause of the plan is its basis."),
    "owed_to": lambda: _("“%(title)s” is owed to another unit."),
    "post": lambda: _("“%(title)s”: another post answers for it."),
    "form": lambda: _("“%(title)s” has a new version of its form."),
    "cutoffs": lambda: _("“%(title)s” has other days or cut-offs."),
    "opens_before": lambda: _("“%(title)s” opens earlier or later before its cut-off."),
    "ladder": lambda: _("“%(title)s” has another ladder."),
    "zone": lambda: _("“%(title)s” counts in another time zone."),
}
