"""What applying a plan changes for reception days, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.obligations import shapes
from duecare.obligations.sections import Change, PlanContext
from duecare.obligations.selection import units_meant
from duecare.receptions.models import Day, Series
from duecare.receptions.plan.terms import terms_of

Terms = Mapping[str, Any]


def changes(values: Sequence[Mapping[str, Any]], context: PlanContext) -> Iterator[Change]:
    """Every difference between what stands and what the plan says; nothing where there is none."""
    standing = {one.key: one for one in Series.objects.standing().filter(programme=context.programme)}
    for i, value in enumerate(values):
        there, terms = standing.pop(value["key"], None), terms_of(value, context)
        path = ("reception_days", i)
        if there is None:
            yield Change("add", path, said(terms, context))
        elif there.terms != terms:
            before, after = said(there.terms, context), said(terms, context)
            message = (
                _("%(before)s → %(after)s") % {"before": before, "after": after}
                if before != after
                else _("%(what)s What is said about it changes.") % {"what": after}
            )
            yield Change("change", path, " ".join([message, *_taken(there)]))
    for one in standing.values():
        message = _("%(what)s It is no longer asked for.") % {"what": said(one.terms, context)}
        yield Change("end", ("reception_days",), " ".join([message, *_taken(one)]))


def said(terms: Terms, context: PlanContext) -> str:
    """A series in a sentence."""
    units = units_meant(context.root.id, terms["units"]).count()
    message = ngettext(
        "“%(title)s” at %(n)s unit: %(who)s receives %(when)s, %(from)s to %(to)s.",
        "“%(title)s” at %(n)s units: %(who)s receives %(when)s, %(from)s to %(to)s.",
        units,
    )
    return message % {
        "title": shapes.shown(*terms["title"]), "n": units, "who": shapes.shown(*terms["who"]),
        "when": when(terms), "from": terms["from"], "to": terms["to"],
    }  # fmt: skip


def when(terms: Terms) -> str:
    """On which days, in words."""
    days = {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
        "sat": _("Saturday"), "sun": _("Sunday"),
    }  # fmt: skip
    which = {
        "every": _("every %(weekday)s"), "first": _("on the first %(weekday)s of the month"),
        "second": _("on the second %(weekday)s of the month"), "third": _("on the third %(weekday)s of the month"),
        "fourth": _("on the fourth %(weekday)s of the month"), "last": _("on the last %(weekday)s of the month"),
    }  # fmt: skip
    return which[terms["which"]] % {"weekday": days[terms["weekday"]]}


def _taken(series: Series) -> Iterator[str]:
    taken = Day.objects.filter(series=series, held_at=None, called_off_at=None, tickets__isnull=False)
    count = taken.distinct().count()
    if count:
        message = ngettext(
            "Numbers have been taken for %(n)s day; where its time changes, its page says so.",
            "Numbers have been taken for %(n)s days; where their time changes, their pages say so.",
            count,
        )
        yield message % {"n": count}
