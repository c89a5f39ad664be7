"""The public page of what a body owed and did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.grievances.models import PublishedFigure, RatingGroup
from duecare.grievances.rules import RATED_TOGETHER, Figure
from duecare.grievances.rules.published import OF_CASES, Quarter
from duecare.orgs.models import Unit

#: Quarters on the page, the newest first.
SHOWN_QUARTERS = 8
TITLES: dict[Figure, Text] = {
    Figure.ANSWERED_IN_TIME: _("done within the time limit"),
    Figure.REASONED_REPLIES: _("replies that give their reasons"),
    Figure.PUT_RIGHT: _("really put right, as those who brought it say"),
    Figure.REVIEWS_UPHELD: _("reviews that found for whoever asked"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a quarter: so many of so many, or None where a count is too small to be told."""

    title: Text
    part: int | None
    whole: int | None

    @property
    def percent(self) -> int | None:
        """Rounded; None where nothing is told."""
        return None if self.part is None or not self.whole else round(100 * self.part / self.whole)


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter, by its first and last day."""

    first: date
    last: date
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Rated:
    """The mean of all ratings that have come in whole groups of ten."""

    mean: float
    of: int


def periods(root: Unit) -> list[Period]:
    """The quarters as they were published. One statement."""
    kept: dict[date, dict[str, PublishedFigure]] = defaultdict(dict)
    rows = PublishedFigure.objects.filter(root=root).order_by("-quarter")
    for row in rows[: SHOWN_QUARTERS * len(OF_CASES)]:
        kept[row.quarter][row.figure] = row
    return [_period(quarter, figures) for quarter, figures in kept.items()]


def _period(first: date, figures: dict[str, PublishedFigure]) -> Period:
    last = date.fromordinal(Quarter(first).next.first.toordinal() - 1)
    lines = [Line(TITLES[figure], one.part, one.whole) for figure in OF_CASES if (one := figures.get(figure))]
    return Period(first, last, lines)


def rated(root: Unit) -> Rated | None:
    """Of the whole tree; None before the first ten. One statement."""
    groups = list(
        RatingGroup.objects.filter(unit__root=root, fives__isnull=False).values_list(
            "fives", "fours", "threes", "twos", "ones"
        )
    )
    if not groups:
        return None
    stars = 0
    for group in groups:
        stars += sum(star * (count or 0) for star, count in zip((5, 4, 3, 2, 1), group, strict=True))
    of = RATED_TOGETHER * len(groups)
    return Rated(stars / of, of)
