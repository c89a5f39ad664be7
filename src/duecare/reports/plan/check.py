"""What the schema of the ``reports`` section can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import at_local
from duecare.core.errors import BadInput
from duecare.obligations.sections import Path, PlanContext, Problem
from duecare.obligations.shapes import check_units, duration, spoken_day
from duecare.reports.plan.check_form import form_problems, titles_in
from duecare.reports.plan.wanted import spans_of
from duecare.reports.rules import cutoffs_between, overlaps

#: Keys of cut-offs that mean something else.
_RESERVED_CUTOFFS = frozenset({"question"})


def check(value: Any, context: PlanContext) -> list[Problem]:
    """Everything wrong with the section, in the order of the file."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for i, series in enumerate(value):
        if series["key"] in seen:
            problems.append(
                Problem(
                    (i, "key"),
                    _("Two series are called “%(key)s”.") % {"key": series["key"]},
                    _("Give each its own key."),
                )
            )
        seen.add(series["key"])
        problems += _series(series, (i,), context)
    return problems


def _series(series: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    yield from titles_in(series["title"], (*path, "title"))
    yield from check_units(series["owed_by"], (*path, "owed_by"), context)
    yield from _creditor(series, path, context)
    yield from form_problems(series["form"]["fields"], (*path, "form", "fields"))
    if series["ladder"] not in context.ladders:
        yield Problem(
            (*path, "ladder"),
            _("There is no ladder called “%(name)s”.") % {"name": series["ladder"]},
            _("The plan has: %(names)s.") % {"names": ", ".join(sorted(context.ladders)) or "—"},
        )
    yield from _cutoffs(series, path, context)


def _creditor(series: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    if "owed_to" not in series:
        return
    wrong = check_units(series["owed_to"], (*path, "owed_to"), context)
    yield from wrong
    if not wrong and len(context.select(series["owed_to"])) != 1:
        yield Problem(
            (*path, "owed_to"),
            _("Reports are owed to one unit; this names several."),
            _("Name it by its code: {codes: [CODE]}."),
        )


def _cutoffs(series: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    found = [
        p for i, span in enumerate(series["cutoffs"]) for p in _span(span, (*path, "cutoffs", i), context)
    ]
    yield from found
    if found:
        return
    spans = spans_of(series["cutoffs"], context)
    for earlier, later, day in overlaps(spans):
        yield Problem(
            (*path, "cutoffs", later),
            _("%(day)s already has its cut-offs, in entry %(number)d of this list.")
            % {"day": spoken_day(day), "number": earlier + 1},
            _(
                "Let the stretches of days follow one another; one with more times replaces the other on its days."
            ),
        )
    for i, span in enumerate(spans):
        if not any(True for _day in span.days(context.first, context.last)):
            yield Problem((*path, "cutoffs", i), _("No report falls into this stretch of days."))
    yield from _times_that_never_come(series, path, context)


def _span(span: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    if "phase" in span:
        yield from _phase(span, path, context)
    else:
        yield from _days(span, path, context)
    clocks = [clock.rjust(5, "0") for clock in span["times"].values()]
    if clocks != sorted(set(clocks)):
        yield Problem(
            (*path, "times"),
            _("The times of one day are not in order."),
            _("Write the earlier first, each time once."),
        )
    for key in _RESERVED_CUTOFFS & set(span["times"]):
        yield Problem((*path, "times", key), _("“%(key)s” can't be the key of a cut-off.") % {"key": key})


def _phase(span: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    if span["phase"] not in context.phases:
        yield Problem(
            (*path, "phase"),
            _("There is no phase called “%(name)s”.") % {"name": span["phase"]},
            _("The plan has: %(names)s.") % {"names": ", ".join(sorted(context.phases)) or "—"},
        )
    for key in ("from", "to"):
        if key in span:
            yield Problem((*path, key), _("A stretch of days has either a phase or first and last days."))


def _days(span: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    first, last = context.first.isoformat(), context.last.isoformat()
    for key in ("from", "to"):
        if key in span and not first <= span[key] <= last:
            yield Problem(
                (*path, key),
                _("%(day)s lies outside the plan's period, %(first)s to %(last)s.")
                % {"day": span[key], "first": first, "last": last},
            )
    if span.get("from", first) > span.get("to", last):
        yield Problem((*path, "to"), _("The last day comes before the first."))


def _times_that_never_come(series: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    for i, span in enumerate(spans_of(series["cutoffs"], context)):
        for cutoff in cutoffs_between([span], context.first, context.last):
            try:
                at_local(cutoff.slot, cutoff.time, context.zone)
            except BadInput as error:
                yield Problem((*path, "cutoffs", i, "times", cutoff.key), error.message, error.hint or "")
                break
    if "opens_before" in series and duration(series["opens_before"]).days > 7:
        yield Problem((*path, "opens_before"), _("A report opens at most 7 days before it is due."))
