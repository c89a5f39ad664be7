"""Who takes a case: never a unit it is about or one below, the next above when nobody can, at last the named body."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duecare.grievances.rules import Climbed, Holder, is_within, route

COUNTY, DISTRICT, SCHOOL, SITE = ("c",), ("c", "d"), ("c", "d", "s"), ("c", "d", "s", "t")
OFFICE = (*DISTRICT, "o")


def holder(unit, *actors, acts_for=None, categories=()):
    return Holder(unit, acts_for or unit, frozenset(actors), frozenset(categories))


EVERYBODY = [
    holder(COUNTY, "c1"),
    holder(OFFICE, "d1", acts_for=DISTRICT),
    holder(SCHOOL, "s1"),
    holder(SITE, "t1"),
]


def sent(holders=EVERYBODY, category="school-meals", **about):
    return route(holders, category=category, **about)


def test_a_case_about_the_school_goes_to_the_district():
    found = sent(concerned=[SCHOOL])
    assert found.holder.unit == OFFICE and found.level == 2 and found.climbed == ()


def test_what_is_written_at_the_gate_goes_past_the_school():
    assert sent(place=SCHOOL).holder.unit == OFFICE
    assert sent(place=SITE).holder.unit == SCHOOL
    assert sent(place=SITE, concerned=[SCHOOL]).holder.unit == OFFICE


def test_a_case_about_the_office_is_not_the_office_s_though_it_acts_for_the_district():
    found = sent(concerned=[OFFICE])
    assert found.holder.unit == COUNTY and found.climbed == ((DISTRICT, Climbed.CONCERNED),)


def test_a_case_about_two_schools_goes_above_both():
    other = ("c", "e", "s2")
    assert sent(concerned=[SCHOOL, other]).holder.unit == COUNTY
    assert sent(concerned=[SCHOOL, (*DISTRICT, "s2")]).holder.unit == OFFICE
    assert sent(concerned=[SCHOOL, DISTRICT]).holder.unit == COUNTY


def test_the_highest_unit_goes_to_the_body_named_in_the_plan():
    found = sent(concerned=[COUNTY])
    assert found.holder is None and found.level == 0 and found.climbed == ()


def test_a_case_that_nobody_holds_climbs_at_once():
    absent = [holder(COUNTY, "c1"), holder(OFFICE, acts_for=DISTRICT)]
    found = sent(absent, concerned=[SCHOOL])
    assert found.holder.unit == COUNTY and found.climbed == ((DISTRICT, Climbed.NOBODY),)
    assert sent([], concerned=[SITE]).climbed == tuple(
        (unit, Climbed.NOBODY) for unit in (SCHOOL, DISTRICT, COUNTY)
    )


def test_when_everybody_is_recused_it_climbs():
    found = sent(concerned=[SCHOOL], recused=frozenset({"d1"}))
    assert found.holder.unit == COUNTY and found.climbed == ((DISTRICT, Climbed.ALL_RECUSED),)
    assert sent(concerned=[SCHOOL], recused=frozenset({"d1", "c1"})).holder is None


def test_who_names_the_category_comes_before_who_takes_all():
    food = holder((*DISTRICT, "z"), "f1", acts_for=DISTRICT, categories=["school-meals"])
    roads = holder((*DISTRICT, "a"), "r1", acts_for=DISTRICT, categories=["roads"])
    assert sent([*EVERYBODY, food, roads], concerned=[SCHOOL]).holder == food
    found = sent([holder(COUNTY, "c1"), roads], concerned=[SCHOOL])
    assert found.holder.unit == COUNTY and found.climbed == ((DISTRICT, Climbed.NOT_THIS_CATEGORY),)


def test_about_nobody_and_no_place_it_stays_where_it_was_received():
    assert sent(received=DISTRICT).holder.unit == OFFICE
    assert sent().holder is None


def test_an_appeal_goes_above_who_decided():
    assert sent(concerned=[SCHOOL, DISTRICT]).holder.unit == COUNTY


UNITS = st.lists(st.sampled_from("ab"), min_size=1, max_size=5).map(tuple)
HOLDERS = st.lists(
    st.builds(
        lambda unit, office, actors, categories: holder(
            unit, *actors, acts_for=unit[:-1] if office and len(unit) > 1 else unit, categories=categories
        ),
        UNITS, st.booleans(), st.frozensets(st.sampled_from("xyz")), st.frozensets(st.sampled_from("mn")),
    ),
    max_size=12,
)  # fmt: skip


@given(HOLDERS, st.lists(UNITS, max_size=3), st.none() | UNITS, UNITS, st.frozensets(st.sampled_from("xyz")))
def test_never_a_unit_concerned_or_below_and_always_somebody_able(
    holders, concerned, place, received, recused
):
    found = route(holders, category="m", concerned=concerned, place=place, received=received, recused=recused)
    levels = [len(unit) for unit, _why in found.climbed]
    assert levels == sorted(levels, reverse=True) and all(level > found.level for level in levels)
    if found.holder is None:
        return
    assert found.holder.actors - recused
    assert not found.holder.categories or "m" in found.holder.categories
    for unit in concerned or ([place] if place else []):
        assert not is_within(found.holder.unit, unit) and not is_within(found.holder.acts_for, unit)
        assert is_within(unit, found.holder.acts_for)
