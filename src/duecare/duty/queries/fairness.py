"""Why a roster is fair: what each person does, did before, and would be fair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext

from duecare.duty.queries.grids import Board, fair_said, measures, said
from duecare.duty.rules.fairness import Spread, Standing, spreads

#: Width of a drawing in its own units.
WIDTH = 240


@dataclass(frozen=True, slots=True)
class Bar:
    """One person's measure as it is drawn and written: lengths in units of :data:`WIDTH`.

    :param amount: of this period; ``low`` to ``high``: what would be fair.
    """

    person: str
    share: int
    amount: int
    low: int
    width: int
    amount_said: str
    fair_said: str
    earlier_said: str
    total_said: str
    off: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure with everybody's bar and a sentence over it."""

    key: str
    title: str
    summary: str
    level: bool
    bars: list[Bar]


def drawn(board: Board) -> list[Measure]:
    """Every measure that anybody can have any of."""
    by_measure: dict[str, list[Standing]] = defaultdict(list)
    for one in board.fair:
        by_measure[one.measure].append(one)
    titles = measures()
    return [
        Measure(
            spread.measure,
            titles[spread.measure],
            _summary(spread, by_measure[spread.measure]),
            spread.fair == spread.people,
            _bars(board, by_measure[spread.measure]),
        )
        for spread in spreads(board.problem, board.fair)
        if any(one.share.exact or one.amount or one.earlier for one in by_measure[spread.measure])
    ]


def _bars(board: Board, found: list[Standing]) -> list[Bar]:
    most = max((max(one.amount, one.share.high) for one in found), default=0) or 1
    order = {str(keeper.id): keeper for keeper in board.facts.keepers}
    return [
        Bar(
            person=board.names.people[one.person],
            share=order[one.person].share,
            amount=round(one.amount * WIDTH / most),
            low=round(one.share.low * WIDTH / most),
            width=max(2, round((one.share.high - one.share.low) * WIDTH / most)),
            amount_said=said(one.measure, one.amount),
            fair_said=fair_said(one),
            earlier_said=said(one.measure, one.earlier),
            total_said=said(one.measure, one.earlier + one.amount),
            off="" if not one.steps else ("more" if one.amount > one.share.high else "less"),
        )
        for one in found
    ]


def _summary(spread: Spread, found: list[Standing]) -> str:
    amounts = [one.amount for one in found if one.share.exact or one.amount]
    values = {
        "least": said(spread.measure, min(amounts, default=0)),
        "most": said(spread.measure, max(amounts, default=0)),
        "fair": spread.fair,
        "people": spread.people,
    }
    return (
        gettext(
            "From %(least)s to %(most)s; %(fair)s of %(people)s people are within one step of their fair share."
        )
        % values
    )
