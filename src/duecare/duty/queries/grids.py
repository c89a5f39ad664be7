"""A roster as a grid of people and days, and day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext, pgettext

from duecare.core.calendar import local_date
from duecare.duty.models import Roster, Watchkeeper
from duecare.duty.queries.facts import Facts, facts_of
from duecare.duty.queries.naming import Names, names_of
from duecare.duty.queries.problems import problem_from_facts, roster_from_facts
from duecare.duty.rules import model
from duecare.duty.rules.cells import Cells, empty_places, fitted
from duecare.duty.rules.fairness import MEASURES, Standing, standings
from duecare.duty.rules.model import HOLIDAY, MAKEUP, WEEKEND, Problem
from duecare.duty.rules.terms import kind_parts, post_of
from duecare.web import moments
from duecare.web.templatetags.duecare import titled


@dataclass(frozen=True, slots=True)
class Day:
    """A column: what the day is, in words and as a key for its colour; ``short``: its weekday in brief."""

    n: int
    date: date
    short: str
    kind: str
    mark: str
    word: str
    today: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: what somebody stands on a day.

    :param look: key for its colour: free, leave, or s0, s1 … by shift.
    :param words: the same in words.
    :param fixed: has begun, or the person stands elsewhere.
    """

    place: str
    mark: str
    look: str
    words: str
    kind: str
    fixed: bool = False
    broken: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """One measure at a row's end: how much, what would be fair, and whether it is above or below."""

    measure: str
    amount: str
    fair: str
    off: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person's row."""

    keeper: Watchkeeper
    posts: str
    spots: list[Spot]
    tallies: list[Tally]


@dataclass(slots=True)
class Board:
    """A roster with everything needed to show it."""

    facts: Facts
    problem: Problem
    roster: model.Roster
    names: Names
    today: date
    fair: list[Standing] = field(default_factory=list)
    drafted: bool = False

    @property
    def zone(self) -> str:
        """The zone of its times."""
        return str(self.facts.terms["zone"])

    @property
    def empties(self) -> list[tuple[date, str, int]]:
        """Date, watch in words and how many are missing, of what has not begun."""
        return [
            (self.problem.day_of(day), self.names.kinds[kind], missing)
            for day, kind, missing in empty_places(self.problem, self.roster)
        ]


def board_of(roster: Roster, at: datetime, cells: Cells | None = None) -> Board:
    """The roster as it stands, or as cells say."""
    facts = facts_of(roster, at)
    problem = problem_from_facts(facts, at)
    shown = roster_from_facts(facts) if cells is None else fitted(problem, cells)
    today = local_date(at, facts.terms["zone"])
    return Board(facts, problem, shown, names_of(roster), today, standings(problem, shown), cells is not None)


def days(board: Board) -> list[Day]:
    """The columns."""
    words = {
        WEEKEND: (pgettext("day", "off"), gettext("weekend")),
        HOLIDAY: (pgettext("day", "hol"), gettext("statutory holiday")),
        MAKEUP: (pgettext("day", "work"), gettext("make-up working day")),
    }
    found = []
    for n in board.problem.days:
        kind = HOLIDAY if n in board.problem.holidays else board.problem.day_types[n]
        mark, word = words.get(kind, ("", ""))
        day = board.problem.day_of(n)
        name = moments.weekday(day)
        short = name[1:] if name.startswith("周") else name[:2]
        found.append(Day(n, day, short, kind, mark, word, day == board.today))
    return found


def rows(
    board: Board, broken: Sequence[tuple[str, int]] = (), changed: Sequence[tuple[str, int]] = ()
) -> list[Row]:
    """The people's rows, those who may lead first.

    :param broken: cells where a rule is broken, and ``changed``: that differ from what holds.
    """
    leading = {post["key"] for post in board.facts.terms["posts"] if post["leads"]}
    tallies = _tallies(board)
    marks = set(broken), set(changed)
    order = sorted(board.facts.keepers, key=lambda keeper: not leading.intersection(keeper.posts))
    titles = {post["key"]: titled(post) for post in board.facts.terms["posts"]}
    return [
        Row(
            keeper,
            gettext(", ").join(titles.get(key, key) for key in keeper.posts),
            [_spot(board, place, keeper, day, marks) for day in board.problem.days],
            tallies[str(keeper.id)],
        )
        for place, keeper in enumerate(order)
    ]


def keeper_at(board: Board, place: int) -> Watchkeeper | None:
    """The person of a row by its place, as :func:`rows` orders them."""
    leading = {post["key"] for post in board.facts.terms["posts"] if post["leads"]}
    order = sorted(board.facts.keepers, key=lambda keeper: not leading.intersection(keeper.posts))
    return order[place] if place < len(order) else None


def _spot(
    board: Board,
    place: int,
    keeper: Watchkeeper,
    day: int,
    marks: tuple[set[tuple[str, int]], set[tuple[str, int]]],
) -> Spot:
    person = str(keeper.id)
    kind, cell = board.roster.at(person, day), (person, day)
    on_leave = day in board.problem.person[person].leave
    mark, look, words = "", "free", gettext("free")
    if kind:
        mark, look, words = board.names.marks[kind], look_of(board, kind), board.names.kinds[kind]
        if len(keeper.posts) > 1:
            mark += titled(post_of(board.facts.terms, kind_parts(kind)[2]))[:1]
    elif on_leave:
        mark, look, words = pgettext("cell", "L"), "leave", gettext("on leave")
    return Spot(
        f"{place}.{day}",
        mark,
        look,
        words,
        kind,
        cell in board.problem.locked,
        cell in marks[0],
        cell in marks[1],
    )


def look_of(board: Board, kind: str) -> str:
    """The key of a kind's colour: s0, s1 … by shift."""
    keys = [shift["key"] for shift in board.facts.terms["shifts"]]
    return f"s{keys.index(kind_parts(kind)[1]) % 4}"


def _tallies(board: Board) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = defaultdict(list)
    for one in board.fair:
        off = "" if not one.steps else ("more" if one.amount > one.share.high else "less")
        found[one.person].append(Tally(one.measure, said(one.measure, one.amount), fair_said(one), off))
    return found


def fair_said(one: Standing) -> str:
    """A fair share as it is read: hours, or watches with one place."""
    return said(one.measure, round(one.share.exact, 1) if one.measure != "load" else round(one.share.exact))


def said(measure: str, amount: float) -> str:
    """An amount as it is read: hours of load, or a number of watches."""
    number = amount / 60 if measure == "load" else amount
    return f"{number:.1f}".removesuffix(".0")


def measures() -> dict[str, str]:
    """What is levelled, by key."""
    return dict(
        zip(
            MEASURES,
            (gettext("Hours"), gettext("Nights"), gettext("Weekends"), gettext("Holidays")),
            strict=True,
        )
    )


def months(found: Sequence[Day]) -> list[tuple[str, int]]:
    """The months over the columns: name and number of days."""
    spans: list[tuple[str, int]] = []
    for day in found:
        name = moments.month(day.date)
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1] + 1)
        else:
            spans.append((name, 1))
    return spans
