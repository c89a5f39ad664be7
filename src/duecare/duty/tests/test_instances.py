"""Published instances: read, solved to the proven optimum where they are small, and checked."""

from __future__ import annotations

import random
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.core.errors import BadInput
from duecare.duty.rules.checking import breaches, penalty
from duecare.duty.rules.model import Limits, Need, Roster, Wish
from duecare.duty.solving import instances as published
from duecare.duty.solving.incumbent import Settings
from duecare.duty.solving.search import solve
from duecare.duty.tests import instances, validator

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


def test_windows_line_ends_a_byte_order_mark_comments_and_blanks_change_nothing():
    dressed = TEXT.replace("\n", "  # SECTION_STAFF, 3\r\n\r\n").replace(",", " , ").replace("|", " | ")
    assert published.read("\ufeff" + dressed) == published.read(TEXT)


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("EE...EEEEE.EEE", ["off_least", "weekends_most"]),
        ("E...EE...EEE..", []),  # one day on at the first edge, two days off at the last
        (".EE.....EE...E", []),  # a day off and a day on at the edges; the first weekend is free
        ("EE....EE....E.", ["days_least", "weekends_most"]),
        (".EE..EE...EE..", ["off_least"]),
        (".EE...EEEEEE..", ["days_most"]),
        (".DD...EE...E..", ["kind_most", "days_least"]),
        (".LE...EE......", ["bars"]),
        (".LL...EL..E...", ["off_least", "days_least"]),
        (".LL...EL...L..", ["kind_most", "days_least"]),
    ],
)
def test_each_rule_is_what_the_format_says(row, broken):
    """A weekend is worked if its Saturday or Sunday is; a run at an edge is not held to the least."""
    problem = published.read(TEXT.replace("A,0,13", "").replace("4320,3360", "9999,0"))
    cells = tuple("" if kind == "." else kind for kind in row)
    assert {breach.rule.name for breach in breaches(problem, Roster({"A": cells}))} == {*broken}


@given(st.integers(0, 10**6))
def test_the_checks_agree_with_an_independent_validator(seed):
    rng = random.Random(seed)
    text = instances.text(rng.randint(1, 4), rng.choice([1, 2]), rng.randint(1, 4), seed)
    problem = published.read(text)
    rows = {}
    for person in problem.people:
        row: list[str] = []
        while len(row) < len(problem.day_types):
            kind = rng.choice(["", *problem.kind])
            row += [kind] * rng.randint(1, 4)
        rows[person.id] = tuple(row[: len(problem.day_types)])
    roster = Roster(rows)
    cost, broken = validator.check(text, published.write(problem, roster))
    assert cost == penalty(problem, roster).total
    assert {line.split(":")[0] for line in broken} == {b.rule.person for b in breaches(problem, roster)}


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_nothing_better_exists_for_one_person(seed):
    """All rows of one person, tried one by one with the independent validator."""
    text = short(random.Random(seed))
    problem = published.read(text)
    costs = []
    for row in product(["", "E", "L"], repeat=7):
        cost, broken = validator.check(text, f"P0,{','.join(row)}")
        costs += [] if broken else [cost]
    outcome = solve(problem, Settings(seconds=20, workers=2))
    assert outcome.objective == min(costs, default=None)
    assert outcome.impossible == (not costs)


def short(rng):
    """One person, one week."""
    least, minutes = rng.randint(1, 3), rng.choice([0, 480, 1440, 2400])
    staff = f"P0,E={rng.randint(0, 7)}|L={rng.randint(0, 7)},{minutes + 960},{minutes}"
    staff += f",{least + rng.randint(0, 3)},{least},{rng.randint(1, 3)},{rng.randint(0, 1)}"
    cover = [f"{day},{kind},{rng.randint(0, 2)},{rng.randint(0, 9)},{rng.randint(0, 9)}"
             for day in range(7) for kind in "EL" if rng.random() < 0.8]  # fmt: skip
    asked = {wish: f"P0,{rng.randrange(7)},{rng.choice('EL')},{rng.randint(1, 9)}" for wish in ("ON", "OFF")}
    return "\n".join(
        [
            *("SECTION_HORIZON", "7", "SECTION_SHIFTS", "E,480,", "L,480,E", "SECTION_STAFF", staff),
            *("SECTION_DAYS_OFF", f"P0,{rng.randrange(7)}", "SECTION_SHIFT_ON_REQUESTS", asked["ON"]),
            *("SECTION_SHIFT_OFF_REQUESTS", asked["OFF"], "SECTION_COVER", *cover),
        ]
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("L,540", "L,long", 8, "Place 2 needs a whole number, 0 or more, and has “long”."),
        ("L,540", "L,-540", 8, "“-540”"),
        ("L,540", "E,540", 8, "“E” is there twice."),
        ("D,300", "D,3000", 9, "at most 1440 minutes"),
        ("E|D ", "E|X ", 8, "There is no shift “X”; there are: E, L, D."),
        ("L=3", "L:3", 12, "pairs such as D=14"),
        ("L=3", "L=", 12, "Place 2 needs a whole number"),
        (",3,1", ",3", 12, "Place 8 needs a whole number, 0 or more, and has “”."),
        ("A,0,13", "A,0,14", 15, "Day 14 is not in the horizon, whose last day is 13."),
        ("A,0,13", "B,0,13", 15, "There is nobody “B” among the staff; there are: A."),
        ("A,2,E,3", "A,2,E", 18, "Place 4 needs a whole number"),
        ("A,5,L,2", "A,5,,2", 21, "Place 3 is empty."),
        ("0,E,2,100,1", "0,E,2,100,1\n0,E,3,100,1", 25, "The cover of this day and shift is there twice."),
        ("SECTION_DAYS_OFF", "SECTION_OFF", 14, "There is no section SECTION_OFF; there are:"),
        ("SECTION_DAYS_OFF", "SECTION_STAFF", 14, "The section SECTION_STAFF is there twice."),
        ("\n14\n", "\n14\n15\n", 5, "The horizon is one number of days."),
        ("\n14\n", "\n0\n", 4, "The horizon has no day."),
        ("SECTION_HORIZON", "", 4, "The file has to begin with a section, such as SECTION_HORIZON."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(old, new, line, said):
    with translation.override("en"), pytest.raises(BadInput) as caught:
        published.read(TEXT.replace(old, new, 1))
    with translation.override("en"):
        assert caught.value.where == f"line {line}"
        assert said in str(caught.value)


def test_a_missing_section_is_named():
    with pytest.raises(BadInput, match="SECTION_STAFF"):
        published.read("SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\n")


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


def check(name, limits, gap, seed=1):
    text = instances.named(name, seed)
    problem = published.read(text)
    outcome = solve(problem, limits)
    assert breaches(problem, outcome.found) == []
    cost = penalty(problem, outcome.found).total
    assert cost == outcome.objective
    assert cost - outcome.bound <= gap * cost
    assert validator.check(text, published.write(problem, outcome.found)) == (cost, [])
