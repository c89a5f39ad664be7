"""What applying a plan changes in tasks and meetings, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.core.calendar import zone_named
from duecare.obligations.models import Obligation
from duecare.obligations.sections import Change, Path, PlanContext
from duecare.obligations.selection import units_meant
from duecare.obligations.shapes import shown, spoken, spoken_day
from duecare.tasks.models import Item
from duecare.tasks.plan.terms import terms_of
from duecare.tasks.rules import occurrences

_WHEN = ("opens", "due", "weekday", "time", "first", "last", "opens_before", "zone")


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that applying adds, changes or ends.

    :param before: its terms until now; None when it is new.
    :param after: its terms from now on; None when it ends.
    """

    act: str
    path: Path
    item: Item | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    context: PlanContext

    def say(self, at: datetime) -> Change:
        """The difference in people's words, in the language active now."""
        if self.act == "add" and self.after is not None:
            return Change("add", self.path, " ".join(_added(self.after, self.context, at)))
        if self.act == "end" and self.item is not None and self.before is not None:
            return Change("end", self.path, " ".join(_ended(self.before, self.item)))
        assert self.item and self.before and self.after
        return Change("change", self.path, " ".join(_changed(self.before, self.after, self.item)))


def differences(
    section: str, values: Sequence[Mapping[str, Any]], context: PlanContext, at: datetime
) -> Iterator[Difference]:
    """Every difference between what stands and what the plan says."""
    del at
    standing = {
        item.key: item
        for item in Item.objects.filter(programme=context.programme, section=section, ended_at=None)
    }
    for i, value in enumerate(values):
        path, item, terms = (section, i), standing.pop(value["key"], None), terms_of(section, value, context)
        if item is None:
            yield Difference("add", path, None, None, terms, context)
        elif item.terms != terms:
            yield Difference("change", path, item, item.terms, terms, context)
    for item in standing.values():
        yield Difference("end", (section,), item, item.terms, None, context)


def _added(terms: Mapping[str, Any], context: PlanContext, at: datetime) -> Iterator[str]:
    units = units_meant(context.root.id, terms["owed_by"]).count()
    message = ngettext(
        "“%(title)s”: owed by %(n)s unit, %(when)s.", "“%(title)s”: owed by %(n)s units, %(when)s.", units
    )
    yield message % {"title": _title(terms), "n": units, "when": _when(terms)}
    past = sum(1 for o in occurrences(terms) if o.due_at <= at)
    if past:
        message = ngettext(
            "%(n)s date has passed already and is not asked for.",
            "%(n)s dates have passed already and are not asked for.",
            past,
        )
        yield message % {"n": past}


def _ended(terms: Mapping[str, Any], item: Item) -> Iterator[str]:
    yield _("“%(title)s” is no longer asked for.") % {"title": _title(terms)}
    unopened, opened = _counts(item)
    if unopened:
        message = ngettext("%(n)s not yet open is dropped.", "%(n)s not yet open are dropped.", unopened)
        yield message % {"n": unopened}
    yield from _stay(opened)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], item: Item) -> Iterator[str]:
    title = _title(before)
    if any(before.get(name) != after.get(name) for name in _WHEN):
        message = _("“%(title)s”: %(before)s becomes %(after)s.")
        yield message % {"title": title, "before": _when(before), "after": _when(after)}
    if _title(after) != title:
        yield _("“%(title)s” is now called “%(new)s”.") % {"title": title, "new": _title(after)}
    if before["owed_by"] != after["owed_by"]:
        old, new = (units_meant(item.root_id, terms["owed_by"]).count() for terms in (before, after))
        message = _("“%(title)s” is now owed by %(new)s units, before by %(old)s.")
        yield message % {"title": title, "new": new, "old": old}
    told = {
        "ladder": _("“%(title)s”: reminders and escalation change."),
        "what": _("“%(title)s”: what is asked for is put in other words."),
        "form": _("“%(title)s”: what has to be said when it is done changes."),
        "creditor": _("“%(title)s” is owed to another unit."),
        "post": _("“%(title)s”: another post answers for it."),
        "basis": _("“%(title)s”: its basis in the plan changes."),
    }
    for name, sentence in told.items():
        if before.get(name) != after.get(name):
            yield sentence % {"title": title}
    yield from _stay(_counts(item)[1])


def _stay(opened: int) -> Iterator[str]:
    if opened:
        message = ngettext(
            "%(n)s is already open and stays as it is.",
            "%(n)s are already open and stay as they are.",
            opened,
        )
        yield message % {"n": opened}


def _counts(item: Item) -> tuple[int, int]:
    """How many of its obligations have not opened yet, and how many are open."""
    counted = Obligation.objects.filter(strand=item.strand, closed_at=None).aggregate(
        unopened=Count("id", filter=Q(opened_at=None)), opened=Count("id", filter=Q(opened_at__isnull=False))
    )
    return counted["unopened"], counted["opened"]


def _title(terms: Mapping[str, Any]) -> str:
    return shown(terms["title"], terms["title_en"])


def _when(terms: Mapping[str, Any]) -> str:
    zone = zone_named(terms["zone"])
    if "due" in terms:
        due = datetime.fromisoformat(terms["due"]).astimezone(zone)
        return _("due %(moment)s") % {"moment": spoken(due)}
    days = {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
        "sat": _("Saturday"), "sun": _("Sunday"),
    }  # fmt: skip
    message = _("every %(weekday)s %(time)s from %(first)s to %(last)s")
    first, last = (
        spoken_day(date.fromisoformat(terms["first"])),
        spoken_day(date.fromisoformat(terms["last"])),
    )
    return message % {**terms, "weekday": days[terms["weekday"]], "first": first, "last": last}
