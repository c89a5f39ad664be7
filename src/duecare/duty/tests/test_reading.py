"""A problem goes out as JSON and comes in again; each mistake is named at its place."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from duecare.core.errors import BadInput
from duecare.duty.rules.model import Roster
from duecare.duty.rules.reading import problem_from, roster_from
from duecare.duty.rules.writing import problem_as_json
from duecare.duty.solving import instances as published
from duecare.duty.tests import instances
from duecare.duty.tests.problems import city, district, small

PERSON = {"id": "a", "qualifications": ["officer"], "leave": ["2027-01-20"], "limits": {"days_most": 3}}
GOOD = {
    "first": "2027-01-18",
    "days": ["weekday", "weekend"],
    "kinds": [
        {"id": "N", "from": "20:00", "to": "08:00", "qualification": "officer",
         "cover": {"every": {"least": 1, "most": 3}, "weekend": {"least": 2}}},
    ],
    "limits": {"rest": 660, "days_most": 5},
    "people": [PERSON],
}  # fmt: skip


def edited(path, value):
    data = json.loads(json.dumps(GOOD))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def test_what_is_written_reads_back_the_same():
    for problem in (
        small(locked={("P0", 0): "", ("P1", 1): "N"}),
        district(),
        city(),
        published.read(instances.named("14x14x2")),
    ):
        assert problem_from(json.loads(json.dumps(problem_as_json(problem)))) == problem


def test_cover_by_day_type_limits_for_all_and_times_across_midnight():
    problem = problem_from(GOOD)
    assert problem.kinds[0].ends == 32 * 60
    assert [problem.needs[day, "N"].least for day in (0, 1)] == [1, 2]
    assert problem.people[0].limits.days_most == 3
    assert problem.people[0].limits.rest == 660
    assert problem.people[0].leave == {2}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["first"], "18.1.", "first"),
        (["days"], [], "days"),
        (["kinds", 0, "from"], "8 am", "kinds[0].from"),
        (["kinds", 0, "cover", "every"], {"least": 3, "most": 2}, "kinds[0].cover.every"),
        (["kinds", 0, "cover", "every"], {"fewest": 3}, "kinds[0].cover.every.fewest"),
        (["people", 0, "leave"], ["tomorrow"], "people[0].leave[0]"),
        (["people", 0, "limits"], {"rest": -1}, "people[0].limits.rest"),
        (["people", 0, "wishes"], [{"day": "2027-03-01"}], "people[0].wishes[0].day"),
        (["people", 0, "before"], [{"day": "2027-01-18", "kind": "N"}], "people[0].before[0].day"),
        (["people"], [PERSON, PERSON], "people[1].id"),
        (["locked"], [{"person": "b", "day": "2027-01-18"}], "locked[0].person"),
        (["published"], {"a": ["N"]}, "published.a"),
        (["published"], {"a": ["N", "X"]}, "published.a"),
        (["weights"], {"justice": 1}, "weights.justice"),
    ],
)
def test_a_mistake_is_named_at_its_place_in_both_languages(path, value, where):
    with pytest.raises(BadInput) as caught:
        problem_from(edited(path, value))
    assert caught.value.where == where
    with translation.override("en"):
        english = str(caught.value)
    with translation.override("zh-hans"):
        assert str(caught.value) != english


def test_a_roster_is_read_for_its_problem():
    assert roster_from(problem_from(GOOD), {"a": ["N", ""]}) == Roster({"a": ("N", "")})
