"""Published instances: read, solved to the proven optimum where they are small, and checked."""

from __future__ import annotations

import pytest

from duecare.core.errors import BadInput
from duecare.duty.rules.checking import breaches, penalty
from duecare.duty.rules.model import Limits, Need, Wish
from duecare.duty.solving import instances as published
from duecare.duty.solving.incumbent import Settings
from duecare.duty.solving.search import solve
from duecare.duty.tests import instances

TEXT = """# a comment
SECTION_HORIZON
# days
14

SECTION_SHIFTS
E,480,
L,540,E|D   # bars
D,300,

SECTION_STAFF
A,E=14|L=3|D=0,4320,3360,5,2,3,1

SECTION_DAYS_OFF
A,0,13

SECTION_SHIFT_ON_REQUESTS
A,2,E,3

SECTION_SHIFT_OFF_REQUESTS
A,5,L,2

SECTION_COVER
0,E,2,100,1
"""


def test_every_section_is_read():
    problem = published.read(TEXT)
    (person,) = problem.people
    assert len(problem.day_types) == 14
    assert problem.weekends == ((5, 6), (12, 13))
    assert problem.kind["L"].bars == {"E", "D"}
    assert problem.minutes("L", 3) == 540
    assert person.limits == Limits(
        most={"E": 14, "L": 3, "D": 0}, minutes_most=4320, minutes_least=3360,
        days_most=5, days_least=2, off_least=3, weekends_most=1,
    )  # fmt: skip
    assert person.leave == {0, 13}
    assert person.wishes == (Wish(2, "E", 3, wants=True), Wish(5, "L", 2, wants=False))
    assert problem.needs[0, "E"] == Need(wanted=2, under=100, over=1)
    assert problem.needs[9, "L"] == Need()


def test_what_cannot_be_read_is_named():
    with pytest.raises(BadInput, match="SECTION_STAFF"):
        published.read("SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\n")
    with pytest.raises(BadInput) as caught:
        published.read(TEXT.replace("L,540", "L,long"))
    assert "8" in str(caught.value.where)


@pytest.mark.parametrize("name", ["8x14x1", "14x14x2"])
def test_a_small_instance_is_solved_to_the_proven_optimum(name):
    check(name, Settings(seconds=60), gap=0)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("name", "seed", "gap"),
    [("20x14x3", 1, 0), ("10x28x2", 2, 0.02), ("16x28x2", 2, 0.02), ("18x28x3", 1, 0.02)],
)
def test_a_larger_instance_is_solved_close_to_the_bound(name, seed, gap):
    check(name, Settings(seconds=300), gap, seed)


def check(name, settings, gap, seed=1):
    problem = published.read(instances.named(name, seed))
    outcome = solve(problem, settings)
    assert breaches(problem, outcome.found) == []
    cost = penalty(problem, outcome.found).total
    assert cost == outcome.objective
    assert cost - outcome.bound <= gap * cost
    lines = published.write(problem, outcome.found).splitlines()
    assert [line.split(",")[0] for line in lines] == [person.id for person in problem.people]
    assert {len(line.split(",")) for line in lines} == {len(problem.day_types) + 1}
