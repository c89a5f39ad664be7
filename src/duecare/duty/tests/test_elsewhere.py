"""Who stands watches of another roster too rests before and after them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from duecare.duty.rules.checking import breaches
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.exchanging import Stood, broken, passing
from duecare.duty.rules.model import Limits, Problem, Roster
from duecare.duty.rules.reading import problem_from
from duecare.duty.rules.writing import problem_as_json
from duecare.duty.solving.clash import explain
from duecare.duty.solving.grid import Grid
from duecare.duty.tests.problems import small

HOUR = 60
#: In Shanghai 8:00 is 0:00 UTC; of the second day from 8:00 to 20:00.
DAY_ELSEWHERE = (24 * HOUR, 36 * HOUR)


def with_elsewhere(problem: Problem, *watches: tuple[int, int], who: str = "P0") -> Problem:
    people = tuple(
        replace(person, elsewhere=watches) if person.id == who else person for person in problem.people
    )
    return replace(problem, people=people)


def found(problem: Problem, **row: str) -> list[tuple[str, int | None, int]]:
    cells: dict[str, tuple[str, ...]] = dict.fromkeys(problem.person, ("",) * 7)
    cells["P0"] = tuple(row.get(f"d{day}", "") for day in range(7))
    seen = breaches(problem, Roster(cells), only=["P0"])
    return [(breach.rule.name, breach.rule.day, breach.found) for breach in seen]


@pytest.mark.parametrize(
    ("row", "broken_on"),
    [
        ({"d0": "N"}, [("elsewhere", 0, 0)]),  # off at 8:00, on at 8:00 there
        ({"d0": "D"}, []),  # off at 20:00, on at 8:00 there
        ({"d1": "N"}, [("elsewhere", 1, 0)]),  # off at 20:00 there, on at 20:00
        ({"d1": "D"}, [("elsewhere", 1, 0)]),  # both at once
        ({"d2": "D"}, []),  # twelve hours after
        ({"d4": "D", "d5": "D"}, []),
    ],
)
def test_rest_is_kept_on_either_side(row: dict[str, str], broken_on: list[tuple[str, int, int]]) -> None:
    assert found(with_elsewhere(small(), DAY_ELSEWHERE), **row) == broken_on


def test_too_short_a_rest_says_how_long_it_is() -> None:
    problem = with_elsewhere(small(limits=Limits(rest=13 * HOUR)), DAY_ELSEWHERE)
    assert found(problem, d2="D") == [("elsewhere", 2, 12 * HOUR)]


def test_without_a_rule_on_rest_nobody_is_in_two_places_at_once() -> None:
    problem = with_elsewhere(small(limits=Limits()), DAY_ELSEWHERE)
    assert found(problem, d0="N") == found(problem, d1="N") == []
    assert found(problem, d1="D") == [("elsewhere", 1, 0)]


def test_what_has_begun_is_not_asked() -> None:
    problem = with_elsewhere(replace(small(), locked={("P0", 0): "N"}), DAY_ELSEWHERE)
    assert found(problem, d0="N") == []
    assert Grid(problem).allowed[0, 0].tolist() == [False, True]


def test_rest_is_counted_in_real_hours() -> None:
    """In Berlin the clock is put forward on 28 March 2027: from 20:00 there to 8:00 here are eleven hours."""
    saturday = replace(small(limits=Limits(rest=720)), first=date(2027, 3, 27), zone="Europe/Berlin")
    problem = with_elsewhere(saturday, (7 * HOUR, 19 * HOUR))
    assert found(problem, d1="D") == [("elsewhere", 1, 11 * HOUR)]


def test_building_refuses_it_and_a_clash_names_it() -> None:
    problem = with_elsewhere(small(people=2, limits=Limits(rest=660)), DAY_ELSEWHERE)
    grid = Grid(problem)
    assert grid.allowed[0, :3].tolist() == [[True, False], [False, False], [True, True]]
    assert Rule("elsewhere", "P0") in explain(problem).rules


def test_a_swap_that_would_break_it_is_found() -> None:
    problem = with_elsewhere(small(), DAY_ELSEWHERE)
    cells = dict.fromkeys(problem.person, ("",) * 7)
    roster = Roster({**cells, "P1": ("N", "", "", "", "", "", "")})
    taken = broken(problem, roster, passing(Stood("P1", 0, "N"), "P0"))
    assert [breach.rule.name for breach in taken] == ["elsewhere"]
    assert broken(problem, roster, passing(Stood("P1", 0, "N"), "P2")) == []


def test_it_goes_out_as_json_and_comes_in_again() -> None:
    problem = with_elsewhere(small(), DAY_ELSEWHERE, (-480, 240), (6 * 1440 + 720, 7 * 1440 + 30))
    assert problem_from(json.loads(json.dumps(problem_as_json(problem)))) == problem
