"""Of the plans that bind a hazard the stricter of each rule holds, in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duecare.hazards import rules, terms

BOTH = (rules.GENERAL, rules.MAJOR)
LEVELS = st.fixed_dictionaries(
    {
        "days": st.integers(1, 366),
        "verified_by": st.sampled_from([terms.LEVEL_ABOVE, terms.OTHER_PERSON]),
        "within": st.integers(60, 900_000),
    }
)
LADDERS = st.dictionaries(
    st.sampled_from([*terms.STEPS, terms.ANSWER]), st.text("abc", min_size=1, max_size=3)
)
PLANS = st.fixed_dictionaries(
    {
        "programme": st.text("xyz", min_size=1, max_size=4),
        "basis": st.text("一二", max_size=2),
        "ladders": LADDERS,
    },
    optional={rules.GENERAL: LEVELS, rules.MAJOR: LEVELS},
)


@given(st.lists(PLANS, max_size=4), st.randoms())
def test_each_figure_is_the_strictest_of_all(plans: list[dict[str, Any]], chance: Any) -> None:
    bound = terms.bind(plans)
    for level in BOTH:
        asking = [plan[level] for plan in plans if level in plan]
        assert terms.days(bound, level) == min((one["days"] for one in asking), default=None)
        if asking:
            strict = any(one["verified_by"] == terms.LEVEL_ABOVE for one in asking)
            assert terms.verified_above(bound, level) is strict
    within = [plan[rules.MAJOR]["within"] for plan in plans if rules.MAJOR in plan]
    assert terms.to_commit(bound) == (timedelta(seconds=min(within)) if within else rules.TO_COMMIT)
    chance.shuffle(plans)
    again = terms.bind(plans)
    assert [terms.days(again, level) for level in BOTH] == [terms.days(bound, level) for level in BOTH]


@given(st.lists(PLANS, min_size=1, max_size=3))
def test_the_ladder_for_commitments_is_of_the_plan_that_sets_their_time(plans: list[dict[str, Any]]) -> None:
    bound = terms.bind(plans)
    asking = [plan for plan in plans if rules.MAJOR in plan]
    if asking:
        soonest = min(asking, key=lambda plan: plan[rules.MAJOR]["within"])
        for step in ("commit", terms.ANSWER):
            assert terms.ladder(bound, rules.MAJOR, step) == soonest["ladders"].get(step)


def test_without_a_plan_the_usual_holds() -> None:
    assert terms.bind([]) == {}
    assert terms.days({}, rules.MAJOR) is None and terms.source({}, rules.MAJOR) == ("", "")
    assert terms.verified_above({}, rules.MAJOR) and not terms.verified_above({}, rules.GENERAL)
    assert terms.to_commit({}) == timedelta(hours=24)


def test_commitments_do_not_put_off_what_a_plan_says() -> None:
    from_plan = rules.BINDING[0]
    now, due, later = (january(day) for day in (1, 10, 20))
    assert rules.latest_commitment(from_plan, due, now) == due
    assert rules.latest_commitment(from_plan, due, later) == later + rules.LONGEST
    assert rules.latest_commitment("default", due, now) == now + rules.LONGEST
    assert rules.owed_from_commitment(from_plan, due, later) == due
    assert rules.owed_from_commitment(from_plan, due, now) == now
    assert rules.owed_from_commitment("default", due, later) == later


def january(day: int) -> datetime:
    """Midnight of a day in January."""
    return datetime(2027, 1, day, tzinfo=UTC)
