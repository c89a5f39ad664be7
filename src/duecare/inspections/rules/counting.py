"""Which of the inspections that are owed for a unit one that was made counts for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from duecare.inspections.rules.windows import week_key


class Reason(StrEnum):
    """Why an inspection counts for a programme, or doesn't: it is extra."""

    COUNTS = "counts"
    SAME_WEEK = "same-week"
    NOTHING_OWED = "nothing-owed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One inspection that a programme asks for in a window.

    :param key: whatever names it for the caller.
    :param number: from 1 in the window.
    :param open: whether it has opened and nothing has ended it.
    :param week: the ISO week in which one was made that counts for it; empty while none was.
    """

    key: Any
    first: date
    last: date
    number: int
    open: bool
    week: str = ""


def choose(asked: Iterable[Asked], on: date, *, apart: bool) -> tuple[Asked | None, Reason]:
    """The one that an inspection made on the local day ``on`` counts for.

    First the window in whose days it was made, so that a window missed once does not push all later ones back; when
    nothing is open there, the oldest window that still has something open is made good. In each the lowest number.
    With ``apart`` a window in which one made in the same ISO week counts already is passed over.
    """
    ordered = sorted(asked, key=lambda one: (one.first, one.last, one.number))
    spans = [list(group) for _days, group in groupby(ordered, key=lambda one: (one.first, one.last))]
    spans.sort(key=lambda group: not group[0].first <= on <= group[0].last)
    week, barred = week_key(on), False
    for group in spans:
        chosen = next((one for one in group if one.open), None)
        if chosen is None:
            continue
        if apart and any(one.week == week for one in group):
            barred = True
            continue
        return chosen, Reason.COUNTS
    return None, Reason.SAME_WEEK if barred else Reason.NOTHING_OWED
