"""What a public body owed and did in a quarter, as it is published: each thing once, where it can no longer change.

A duty counts in the quarter in which it was done in time or missed, whichever came first: a miss stays one. A reply
counts when it was given; what its owner said of the result, and a decided review, when they were. A case counts once
in a figure, so that no single owner fills a count. Quarters do not overlap, so no two published figures have a
difference that is a small count (domain.md §4, rule 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duecare.grievances.rules.openness import Figure, Share, share
from duecare.grievances.rules.procedure import DECIDERS, DECIDES_REVIEW, Act, ActKind, Need, Role, Sort
from duecare.grievances.rules.running import Path, Run

#: Figures made of cases; ratings come in groups of ten of their own.
OF_CASES: tuple[Figure, ...] = tuple(figure for figure in Figure if figure is not Figure.RATING)
#: So long after its end a quarter is published: the clock has been everywhere by then.
AFTER = timedelta(days=3)
#: What an outage kept from being published is made good for so many quarters.
KEPT = 8


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months, by local days.

    :param first: their first day.
    """

    first: date

    @property
    def next(self) -> Quarter:
        """The one that follows."""
        return Quarter((self.first + timedelta(days=95)).replace(day=1))

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """From when, and until before when, aware."""
        begins, ends = (
            datetime.combine(day, time(0), ZoneInfo(zone)) for day in (self.first, self.next.first)
        )
        return begins, ends


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))


def all_over(first: date, at: datetime, zone: str) -> list[Quarter]:
    """The quarters that can be published at ``at``, from the one of ``first`` on, the latest :data:`KEPT` of them."""
    quarters, last = [quarter_of(first)], last_over(at, zone)
    while quarters[-1].first < last.first:
        quarters.append(quarters[-1].next)
    return [one for one in quarters if one.first <= last.first][-KEPT:]


def last_over(at: datetime, zone: str) -> Quarter:
    """The last quarter that can be published at ``at``."""
    running = quarter_of((at - AFTER).astimezone(ZoneInfo(zone)).date())
    return quarter_of(running.first - timedelta(days=1))


def counted(path: Path, since: datetime, until: datetime) -> dict[Figure, tuple[int, int]]:
    """What one case adds to the figures of ``[since, until)``: itself or nothing, so that a count is one of cases.

    In time is a case of which nothing that was settled then had been missed; of what was said or decided several times
    the last word counts. Never shown by itself.
    """

    def within(at: datetime | None) -> bool:
        return at is not None and since <= at < until

    duties = [run for run in path.runs if run.limit.sort is Sort.DUTY and run.limit.of in DECIDERS]
    settled = [run.missed_at is None for run in duties if within(_settled_at(path, run))]
    acts = [path.procedure.act(event.act) for event in path.done if within(event.at)]
    replies = [Need.REASONS in act.needs for act in acts if act.kind is ActKind.REPLIES]
    said = [act.kind is ActKind.CONFIRMS for act in acts if _is_about_the_result(path, act)]
    decided = [act.kind is ActKind.UPHOLDS_REVIEW for act in acts if act.kind in DECIDES_REVIEW]
    return {
        Figure.ANSWERED_IN_TIME: _one(settled and [all(settled)]),
        Figure.REASONED_REPLIES: _one(replies and [all(replies)]),
        Figure.PUT_RIGHT: _one(said),
        Figure.REVIEWS_UPHELD: _one(decided),
    }


def _one(answers: list[bool]) -> tuple[int, int]:
    """The case by its last answer; nothing without one."""
    return (int(answers[-1]), 1) if answers else (0, 0)


def _is_about_the_result(path: Path, act: Act) -> bool:
    """Whether the owner said by it that it was put right, or that it was not, where the one or the other is asked."""
    asked = {stage for one in path.procedure.acts if one.kind is ActKind.CONFIRMS for stage in one.at}
    return act.kind in (ActKind.CONFIRMS, ActKind.REOPENS) and not asked.isdisjoint(act.at)


def _settled_at(path: Path, run: Run) -> datetime | None:
    """When it was decided for good whether a duty was done in time; None while it is not, or it ended otherwise."""
    if run.missed_at is not None:
        return run.missed_at
    if run.ended is None:
        return None
    by = path.procedure.act(run.ended_by).by
    return None if Role.TIME in by or Role.OWNER in by else run.ended


def published(paths: Iterable[Path], since: datetime, until: datetime) -> dict[Figure, Share | None]:
    """The shares of a quarter; None where a count is too small to be told."""
    sums = dict.fromkeys(OF_CASES, (0, 0))
    for path in paths:
        for figure, (part, whole) in counted(path, since, until).items():
            sums[figure] = (sums[figure][0] + part, sums[figure][1] + whole)
    return {figure: share(part, whole) for figure, (part, whole) in sums.items()}
