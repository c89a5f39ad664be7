"""When there is no roster: exactly the rules that clash, and the smallest mending."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duecare.duty.rules.checking import breaches
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Limits
from duecare.duty.solving.clash import explain
from duecare.duty.solving.grid import Grid
from duecare.duty.tests.problems import LIMITS, district, exactly, small


def on_leave(problem, days, *people):
    return replace(
        problem,
        people=tuple(
            replace(person, leave=person.leave | set(days)) if person.id in people else person
            for person in problem.people
        ),
    )


def test_two_on_leave_of_three_on_one_day():
    """P2 alone cannot stand day and night; P0 and P1 are away."""
    problem = on_leave(small(people=3, limits=Limits(rest=660)), {3}, "P0", "P1")
    clash = explain(problem)
    assert clash.minimal
    assert clash.smallest
    assert set(clash.rules) == {
        Rule("least", day=3, kind="D"),
        Rule("least", day=3, kind="N"),
        Rule("leave", "P0"),
        Rule("leave", "P1"),
    }
    assert [(breach.rule.name, breach.days) for breach in clash.mending] == [("least", (3,))]


def test_a_need_above_the_number_of_people():
    problem = small(people=4)
    problem = replace(problem, needs={**problem.needs, (2, "N"): exactly(5)})
    clash = explain(problem)
    assert clash.rules == (Rule("least", day=2, kind="N"),)
    assert clash.minimal
    assert sum(breach.limit - breach.found for breach in clash.mending) == 2  # five, and one by day


def test_locks_against_rest():
    problem = small(people=4, locked={("P0", 2): "N", ("P0", 3): "D"})
    clash = explain(problem)
    assert set(clash.rules) == {Rule("rest"), Rule("locked", "P0", 2), Rule("locked", "P0", 3)}
    assert clash.minimal
    assert len(clash.mending) == 1


def test_hours_that_nobody_can_reach():
    problem = small(people=4, days=6)
    greedy = replace(problem.people[0], limits=replace(LIMITS, minutes_least=4000))
    clash = explain(replace(problem, people=(greedy, *problem.people[1:])))
    assert {rule.name for rule in clash.rules} == {"minutes_least", "days_most"}
    assert clash.minimal


def test_each_rule_of_the_clash_is_needed():
    """Without any one of them the rest can hold: tried one by one."""
    problem = on_leave(small(people=5, days=10), range(2, 9), "P0", "P1", "P2")
    clash = explain(problem)
    assert clash.minimal
    assert {rule.name for rule in clash.rules} > {"leave"}
    for given_up in [rule for rule in clash.rules if rule.name == "leave"]:
        people = tuple(
            replace(person, leave=frozenset()) if person.id == given_up.person else person
            for person in problem.people
        )
        needs = {
            (rule.day, rule.kind): problem.needs[rule.day, rule.kind]
            for rule in clash.rules
            if rule.name == "least"
        }
        easier = replace(problem, people=people, needs=needs)
        assert explain(easier).rules == ()


def test_no_clash_where_there_is_a_roster():
    clash = explain(small(people=4))
    assert clash.rules == ()
    assert clash.mending == ()


def test_the_mending_s_roster_breaks_only_what_it_says():
    problem = on_leave(small(people=4), {2, 3}, "P0", "P1", "P2")
    clash = explain(problem)
    assert clash.roster is not None
    assert breaches(problem, clash.roster) == list(clash.mending)
    assert Grid(problem).plan(clash.roster)


@pytest.mark.deep
def test_the_district_without_leaders_is_explained_in_time():
    problem = district()
    leaders = [person.id for person in problem.people if "leader" in person.qualifications]
    clash = explain(on_leave(problem, range(19, 24), *leaders[2:]), seconds=30)
    assert clash.minimal
    assert {rule.name for rule in clash.rules} == {"least", "leave", "days_most"}
