"""What a public body may show of its cases, and what nobody may make of them (domain.md §4, rule 4).

A unit is measured on what it owed. How many complained, who, where they went and what was withdrawn are not figures;
asking for one is refused with the rule's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, DomainError, Text
from duecare.grievances.rules.procedure import DECIDERS, ActKind, Need, Role, Sort
from duecare.grievances.rules.running import Path, Run
from duecare.grievances.rules.suppression import FEWEST, is_small

#: Ratings are told in whole groups of so many, so that one more reveals nothing of the last.
RATED_TOGETHER = 10


class Figure(StrEnum):
    """What may be shown; a closed list."""

    ANSWERED_IN_TIME = "answered-in-time"
    REASONED_REPLIES = "reasoned-replies"
    PUT_RIGHT = "put-right"
    RATING = "rating"
    REVIEWS_UPHELD = "reviews-upheld"


class Forbidden(StrEnum):
    """Figures that must not be made, by the name under which somebody will ask for them."""

    COMPLAINTS_PER_UNIT = "complaints-per-unit"
    COMPLAINTS_PER_PERSON = "complaints-per-person"
    REPEATED = "repeated"
    WENT_HIGHER = "went-higher"
    WHERE_THEY_WENT = "where-they-went"
    WITHDRAWN = "withdrawn"
    UNRATED = "unrated"
    ANONYMOUS = "anonymous"
    RETALIATION_PER_UNIT = "retaliation-per-unit"


FORBIDDEN: dict[Forbidden, Text] = {
    Forbidden.COMPLAINTS_PER_UNIT: _("Nobody is measured by how many people complain."),
    Forbidden.COMPLAINTS_PER_PERSON: _("People who bring cases are not counted, scored or linked."),
    Forbidden.REPEATED: _("Whether somebody comes again is not counted."),
    Forbidden.WENT_HIGHER: _("Going higher is a right, and is never counted against anybody."),
    Forbidden.WHERE_THEY_WENT: _("Where people turn is not recorded."),
    Forbidden.WITHDRAWN: _("A withdrawn case is no favourable figure, and is left out."),
    Forbidden.UNRATED: _("A case that nobody rated is no favourable figure, and is left out."),
    Forbidden.ANONYMOUS: _("Whether somebody gave a name is not counted."),
    Forbidden.RETALIATION_PER_UNIT: _("Reported retaliation is acted on, and not turned into a ranking."),
}
#: The rule of the charter behind each; rule 4 where nothing else is said.
_RULES = {Forbidden.COMPLAINTS_PER_PERSON: "1", Forbidden.REPEATED: "1", Forbidden.WHERE_THEY_WENT: "2",
          Forbidden.ANONYMOUS: "3"}  # fmt: skip


class FigureRefused(DomainError):  # noqa: N818 - it reads as the answer it is
    """A figure that the charter rules out was asked for."""

    default_status = 403

    def __init__(self, figure: Forbidden) -> None:
        self.figure = figure
        self.rule = _RULES.get(figure, "4")
        super().__init__("figure.refused", FORBIDDEN[figure])


def figure_named(name: str) -> Figure:
    """The figure of that name.

    :raises FigureRefused: the charter rules it out.
    :raises BadInput: there is no such figure; what is not on the list is not made.
    """
    if name in {figure.value for figure in Forbidden}:
        raise FigureRefused(Forbidden(name))
    if name not in {figure.value for figure in Figure}:
        raise BadInput("figure.unknown", _("There is no figure called “%(name)s”."), name=name)
    return Figure(name)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; neither, nor what is left, is a count from 1 to 4."""

    part: int
    whole: int


def share(part: int, whole: int) -> Share | None:
    """A share, or None when it would show, or give away, a count that is too small.

    :raises ValueError: the part is not one.
    """
    if not 0 <= part <= whole:
        raise ValueError("a part lies between nothing and the whole")
    if whole < FEWEST or is_small(part) or is_small(whole - part):
        return None
    return Share(part, whole)


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of so many ratings, a multiple of ten."""

    mean: float
    of: int


def rating(values: Sequence[int]) -> Rating | None:
    """The rating of whole groups of ten, in the order given; what is over waits for its group. None before the first.

    :param values: ratings as they came, the unrated not among them.
    """
    of = len(values) // RATED_TOGETHER * RATED_TOGETHER
    return Rating(sum(values[:of]) / of, of) if of else None


def shares(paths: Iterable[Path]) -> dict[Figure, Share | None]:
    """The shares that some cases come to; ratings apart, which are not in the path.

    What is still running and not late counts for nothing, and what ended because its owner withdrew neither.
    """
    kept: dict[Figure, tuple[int, int]] = {f: (0, 0) for f in Figure if f is not Figure.RATING}
    for path in paths:
        for figure, (part, whole) in measured(path).items():
            kept[figure] = (kept[figure][0] + part, kept[figure][1] + whole)
    return {figure: share(part, whole) for figure, (part, whole) in kept.items()}


def measured(path: Path) -> dict[Figure, tuple[int, int]]:
    """What one case adds to each share: part and whole. Never shown by itself."""
    kinds = [path.procedure.act(event.act).kind for event in path.done]
    duties = [run for run in path.runs if run.limit.sort is Sort.DUTY and run.limit.of in DECIDERS]
    counted = [run for run in duties if run.missed_at or _was_done(path, run)]
    confirmed, reopened = kinds.count(ActKind.CONFIRMS), kinds.count(ActKind.REOPENS)
    upheld, refused = kinds.count(ActKind.UPHOLDS_REVIEW), kinds.count(ActKind.REFUSES_REVIEW)
    owing = [
        run for run in counted if _asks_reply(path, run) and (not run.ended or _ended_by_reply(path, run))
    ]
    return {
        Figure.ANSWERED_IN_TIME: (sum(1 for run in counted if run.missed_at is None), len(counted)),
        Figure.REASONED_REPLIES: (sum(1 for run in owing if _has_reasons(path, run)), len(owing)),
        Figure.PUT_RIGHT: (confirmed, confirmed + reopened),
        Figure.REVIEWS_UPHELD: (upheld, upheld + refused),
    }


def _was_done(path: Path, run: Run) -> bool:
    """Whether a public body ended it by doing something, not the owner and not time."""
    if run.ended is None:
        return False
    roles = path.procedure.act(run.ended_by).by
    return Role.TIME not in roles and Role.OWNER not in roles


def _asks_reply(path: Path, run: Run) -> bool:
    return any(path.procedure.act(key).kind is ActKind.REPLIES for key in run.limit.stops)


def _ended_by_reply(path: Path, run: Run) -> bool:
    return bool(run.ended_by) and path.procedure.act(run.ended_by).kind is ActKind.REPLIES


def _has_reasons(path: Path, run: Run) -> bool:
    return _ended_by_reply(path, run) and Need.REASONS in path.procedure.act(run.ended_by).needs
