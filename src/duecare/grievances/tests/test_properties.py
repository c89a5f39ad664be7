"""What holds for every case, however it went: under the default procedure and under a second one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.grievances.rules import (
    DECIDES_REVIEW,
    ActKind,
    Event,
    Role,
    Sort,
    after,
    clocks,
    may,
    take,
    walk,
)
from duecare.grievances.tests.cases import (
    CALENDAR,
    HOTLINE,
    PETITION,
    STAFF,
    clocks_of,
    one_of_them,
    opened,
    paths,
)

EITHER = st.sampled_from([PETITION, HOTLINE]).flatmap(paths)
KINDS = {act.key: act.kind for procedure in (PETITION, HOTLINE) for act in procedure.acts}


@given(EITHER)
def test_walking_again_is_the_same_and_walking_on_is_walking(path):
    told = tuple(event for event in path.done if event.role is not Role.TIME)
    assert walk(told, path.procedure, CALENDAR, path.at) == path


@given(EITHER)
def test_the_owner_can_always_go_higher_and_report_retaliation(path):
    kinds = {act.kind for act in may(path, Role.OWNER)}
    assert {ActKind.GOES_HIGHER, ActKind.REPORTS_RETALIATION, ActKind.ASKS_RECUSAL} <= kinds


@given(EITHER, st.sampled_from([ActKind.GOES_HIGHER, ActKind.REPORTS_RETALIATION]))
def test_going_higher_changes_nothing_for_anybody_else(path, kind):
    [act] = [act for act in may(path, Role.OWNER) if act.kind is kind]
    found = after(path, Event(act.key, path.at, Role.OWNER))
    assert found.closed == found.changed == () and found.stage.key == path.stage
    assert all(clock.of in (Role.ABOVE, Role.REREVIEW) for clock in found.opened)
    for role, (actor, level) in STAFF.items():
        then = take(path, Event(act.key, path.at, Role.OWNER))
        assert set(may(path, role, actor=actor, level=level)) <= set(
            may(then, role, actor=actor, level=level)
        )


@given(EITHER)
def test_nobody_who_took_part_decides_a_review(path):
    took_part: set[str] = set()
    hearing: set[str] = set()
    levels: list[int] = []
    for event in path.done:
        act = path.procedure.act(event.act)
        if act.kind in (ActKind.PAUSES, ActKind.RESUMES):
            hearing.add(event.actor)  # part of the deciding, until it is decided
            continue
        if act.kind in DECIDES_REVIEW:
            assert event.actor and event.actor not in took_part
            assert all(event.level < level for level in levels)
        took_part.add(event.actor)
        if act.to:
            took_part, hearing = took_part | hearing, set()
        if act.decides:
            levels.append(event.level)
    for role in Role:
        for actor in path.took_part:
            assert not any(act.kind in DECIDES_REVIEW for act in may(path, role, actor=actor, level=-9))


@given(EITHER)
def test_who_is_recused_does_nothing_more(path):
    for actor in path.excused:
        for role in set(Role) - {Role.OWNER}:
            assert may(path, role, actor=actor, level=-9) == ()


@given(EITHER)
def test_only_the_owner_withdraws_and_nothing_is_withdrawn_before_its_time(path):
    asked = None
    for event in path.done:
        if KINDS[event.act] is ActKind.WITHDRAWS:
            assert event.role is Role.OWNER
            asked = event.at
        if event.role is Role.TIME:
            assert asked is not None and event.at - asked >= timedelta(days=7)


@given(paths(), st.data())
def test_no_clock_is_due_earlier_after_an_extension_or_a_pause_and_no_miss_is_forgotten(path, data):
    event = data.draw(one_of_them(opened(path)))
    then = take(path, event)
    for old, run in zip(path.runs, then.runs, strict=False):
        assert (run.limit, run.started) == (old.limit, old.started)
        assert then.due(run, then.at).at >= path.due(old, path.at).at
        assert old.missed_at is None or run.missed_at == old.missed_at
    if KINDS[event.act] in (ActKind.EXTENDS, ActKind.PAUSES, ActKind.RESUMES) and clocks(path).overall:
        assert clocks_of(then).overall.due >= clocks_of(path).overall.due


@given(paths(), st.integers(0, 60 * 24 * 60))
def test_time_alone_ends_no_duty_and_forgives_none(path, minutes):
    later = walk(path.done and tuple(e for e in path.done if e.role is not Role.TIME), PETITION, CALENDAR,
                 path.at + timedelta(minutes=minutes))  # fmt: skip
    withdrawn = [e for e in later.done[len(path.done) :] if e.role is Role.TIME]
    for run, then in zip(path.runs, later.runs, strict=True):
        assert run.missed_at is None or then.missed_at == run.missed_at
        if run.ended is None and not withdrawn and run.limit.sort is Sort.DUTY:
            assert then.ended is None


@given(EITHER)
def test_the_two_clocks_agree(path):
    shown = clocks(path)
    if shown.overall is None or shown.overall.ended is not None:
        return
    [present] = [c for c in shown.running if c.limit in shown.overall.limits]
    if shown.stage and shown.stage.limit in shown.overall.limits:
        assert shown.stage == present
    missed_before = [key for key in shown.overall.missed if key != present.limit]
    if present.limit == shown.overall.limits[-1]:
        assert shown.overall.due <= present.due
        assert missed_before or present.due - shown.overall.due <= timedelta(days=1)
    elif not missed_before:
        assert shown.overall.due > present.due


@given(EITHER)
def test_what_is_shown_is_aware_and_complete(path):
    shown = clocks(path)
    assert len(shown.running) + len(shown.ended) == len(path.runs)
    for clock in (*shown.running, *shown.ended):
        assert clock.due.utcoffset() == timedelta(0) and clock.articles
        assert clock.left == clock.due - (clock.ended or path.at)
        assert clock.missed_at is None or clock.missed_at <= (clock.ended or path.at)
        lapsed = clock.sort is Sort.RIGHT and clock.missed_at is not None
        assert not lapsed or (clock.ended == clock.missed_at and clock.ended_by == "")


@given(EITHER)
def test_what_is_late_can_still_be_done(path):
    late = {run.limit for run in path.running if run.missed_at and run.limit.sort is Sort.DUTY}
    for limit in late:
        doing = [path.procedure.act(key) for key in limit.stops]
        assert any(
            act.by != (Role.OWNER,) and path.stage in act.at and (not act.within or path.run(act.within))
            for act in doing
        )


@pytest.mark.parametrize("procedure", [PETITION, HOTLINE], ids=lambda one: one.key)
def test_every_stage_but_a_resting_one_has_a_duty_or_the_owners_choice(procedure):
    for stage in procedure.stages:
        acts = [act for act in procedure.acts if stage.key in act.at and act.to]
        assert stage.ended or acts
