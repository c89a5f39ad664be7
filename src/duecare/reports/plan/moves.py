"""Which reports a change of cut-offs moves, adds and drops, in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import ngettext

from duecare.core.calendar import at_local
from duecare.obligations.shapes import spoken_day
from duecare.reports.actions.series import Wanted
from duecare.reports.models import Series
from duecare.reports.rules import Span, cutoffs_between, spans_from

#: (slot, key of the cut-off) -> HH:MM.
Times = Mapping[tuple[date, str], str]
_DAY = timedelta(days=1)


def moves(series: Series, wanted: Wanted, title: str, at: datetime) -> list[str]:
    """A sentence for each stretch of days on which the same thing changes; what has opened by ``at`` is left out."""
    spans = spans_from(series.spans)
    before, after = _times(spans), _times(wanted.spans)
    opens = timedelta(minutes=series.opens_before)
    changed: dict[tuple[str, str, str], list[date]] = {}
    for slot, key in sorted({*before, *after}):
        old, new = before.get((slot, key), ""), after.get((slot, key), "")
        if old == new or at_local(slot, old or new, series.zone, gap="forward") - opens <= at:
            continue
        changed.setdefault((key, old, new), []).append(slot)
    return [
        _say(old, new, first, last, days * len(wanted.units), title)
        for (_key, old, new), slots in changed.items()
        for first, last, days in _stretches(slots)
    ]


def _times(spans: Iterable[Span]) -> Times:
    spans = list(spans)
    if not spans:
        return {}
    first, last = min(s.first for s in spans), max(s.last for s in spans)
    return {(c.slot, c.key): c.time for c in cutoffs_between(spans, first, last)}


def _stretches(slots: list[date]) -> Iterator[tuple[date, date, int]]:
    first = last = slots[0]
    for slot in slots[1:]:
        if slot - last > _DAY:
            yield first, last, (last - first).days + 1
            first = slot
        last = slot
    yield first, last, (last - first).days + 1


def _say(old: str, new: str, first: date, last: date, count: int, title: str) -> str:
    message = (_moved if old and new else _joined if new else _dropped)(count)
    return message % {
        "title": title,
        "count": count,
        "first": spoken_day(first),
        "last": spoken_day(last),
        "old": old,
        "new": new,
    }


def _moved(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d report from %(first)s to %(last)s, not yet open, moves from %(old)s to %(new)s.",
        "“%(title)s”: %(count)d reports from %(first)s to %(last)s, not yet open, move from %(old)s to %(new)s.",
        count,
    )


def _joined(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d report more, due %(new)s, from %(first)s to %(last)s.",
        "“%(title)s”: %(count)d reports more, due %(new)s, from %(first)s to %(last)s.",
        count,
    )


def _dropped(count: int) -> str:
    return ngettext(
        "“%(title)s”: %(count)d report due %(old)s, from %(first)s to %(last)s, not yet open, is dropped.",
        "“%(title)s”: %(count)d reports due %(old)s, from %(first)s to %(last)s, not yet open, are dropped.",
        count,
    )
