"""The clocks: figures and articles, extensions, pauses, holidays, what is assumed, what an act does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from duecare.core.calendar import Counting, shipped
from duecare.grievances.rules import Role, after, walk
from duecare.grievances.tests.cases import (
    ACCEPTED,
    CALENDAR,
    PETITION,
    REFUSED,
    REPLIED,
    at,
    clocks_of,
    day,
    did,
)

#: As domain.md §3 gives them: days, how they count, from what, the article.
FIGURES = [
    ("acceptance", 15, Counting.CALENDAR, ("register",), "art. 22 and 23"),
    ("objection", 5, Counting.WORKING, ("register", "route"), "art. 23"),
    ("handling", 60, Counting.CALENDAR, ("accept",), "art. 34"),
    ("ask-review", 30, Counting.CALENDAR, ("reply", "explain"), "art. 35"),
    ("review", 30, Counting.CALENDAR, ("ask-review",), "art. 35"),
    ("ask-re-review", 30, Counting.CALENDAR, ("refuse-review",), "art. 36"),
    ("re-review", 30, Counting.CALENDAR, ("ask-re-review",), "art. 36"),
    ("judicial-confirmation", 30, Counting.CALENDAR, ("agree",), "art. 33"),
    ("withdrawal", 7, Counting.CALENDAR, ("withdraw",), "rule 3"),
]


@pytest.mark.parametrize(
    ("key", "days", "counting", "starts", "article"), FIGURES, ids=[f[0] for f in FIGURES]
)
def test_figures_and_articles_are_those_of_the_domain(key, days, counting, starts, article):
    limit = PETITION.limit(key)
    assert (limit.days, limit.counting, limit.starts) == (days, counting, starts)
    assert limit.article.en.endswith(article)


def test_only_handling_can_be_extended_and_only_the_hearing_stops_a_clock():
    assert [(x.key, x.extension.most_days, x.extension.times) for x in PETITION.limits if x.extension] == [
        ("handling", 30, 1)
    ]
    [extended] = [limit.extension for limit in PETITION.limits if limit.extension]
    assert extended.article.en.endswith("art. 34")
    assert PETITION.act("extend").by == (Role.LEADER,)
    assert [(limit.key, limit.pauses) for limit in PETITION.limits if limit.pauses] == [
        ("re-review", ("hearing",))
    ]


def test_a_group_has_at_most_five_representatives():
    assert PETITION.representatives is not None
    assert PETITION.representatives.most == 5 and PETITION.representatives.article.en.endswith("art. 20")


def test_whatever_is_not_of_the_regulation_says_so():
    for limit in PETITION.limits:
        named = any(word in limit.article.en for word in ("art.", "charter"))
        assert named is not ("practice" in limit.article.en and "art." not in limit.article.en)
    assert "unofficial copy" in PETITION.note.en


def test_two_clocks_from_the_first_day():
    shown = clocks_of(at(1, did("register")))
    # Registered on Monday 2 March: fifteen days end with the 17th, seventy-five with 16 May.
    assert shown.stage.limit == "acceptance" and shown.stage.on == date(2026, 3, 17)
    assert shown.stage.due == datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
    assert shown.stage.left == shown.stage.due - day(1)
    assert shown.overall.on == date(2026, 5, 16) and shown.overall.limits == ("acceptance", "handling")
    assert {clock.limit for clock in shown.running} == {"acceptance", "objection"}


def test_five_working_days_pass_over_the_weekend():
    [objection] = [c for c in clocks_of(at(1, did("register"))).running if c.limit == "objection"]
    assert objection.on == date(2026, 3, 9)


def test_acceptance_brings_the_overall_clock_forward():
    shown = clocks_of(at(5, *ACCEPTED))
    assert shown.stage.limit == "handling" and shown.stage.on == shown.overall.on == date(2026, 5, 4)


def test_late_acceptance_does_not_push_the_overall_clock_back():
    shown = clocks_of(at(30, did("register"), did("accept", 25)))
    assert shown.stage.on == date(2026, 5, 26)
    assert shown.overall.on == date(2026, 5, 16) and shown.overall.missed == ("acceptance",)


def test_the_overall_clock_ends_with_its_last_limit():
    shown = clocks_of(at(30, *REPLIED))
    assert shown.overall.ended == day(20) and shown.overall.due - shown.overall.left == day(20)
    assert shown.stage.limit == "ask-review"
    assert clocks_of(at(0)).overall is None and clocks_of(at(0)).stage is None


def test_a_closed_case_shows_the_follow_up_and_then_the_right_that_is_left():
    closed = (*REPLIED, did("close", 21))
    assert clocks_of(at(22, *closed)).stage.limit == "follow-up"
    assert clocks_of(at(26, *closed, did("follow-up", 25))).stage.limit == "ask-review"


def test_a_review_has_a_course_of_its_own():
    shown = clocks_of(at(26, *REPLIED, did("ask-review", 25)))
    assert shown.stage.limit == "review" and shown.overall.limits == ("review",)
    assert shown.stage.on == shown.overall.on == date(2026, 4, 26)


def test_an_extension_in_time_moves_both_clocks():
    shown = clocks_of(at(30, *ACCEPTED, did("extend", 20, days=30)))
    assert shown.stage.on == shown.overall.on == date(2026, 6, 3)
    assert shown.stage.added == 30 and len(shown.stage.articles) == 2 and shown.stage.missed_at is None


def test_an_extension_after_the_time_moves_it_and_keeps_the_miss():
    missed = clocks_of(at(70, *ACCEPTED)).stage.missed_at
    assert missed == datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
    shown = clocks_of(at(75, *ACCEPTED, did("extend", 71, days=30)))
    assert shown.stage.on == date(2026, 6, 3) and shown.stage.left > timedelta(0)
    assert shown.stage.missed_at == missed and shown.overall.missed == ("handling",)


def test_done_at_the_due_instant_is_in_time_and_a_moment_later_is_not():
    due = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
    for late, at_ in ((None, due), (due, due + timedelta(microseconds=1))):
        path = walk((did("register"), did("accept", at_)), PETITION, CALENDAR, at_)
        [acceptance] = [clock for clock in clocks_of(path).ended if clock.limit == "acceptance"]
        assert acceptance.missed_at == late and acceptance.ended == at_


HEARING = (*REFUSED, did("ask-re-review", 45), did("begin-hearing", 50))


def test_a_hearing_stops_the_clock_and_both_ends_are_shown():
    before = clocks_of(at(50, *HEARING[:-1])).stage
    during = clocks_of(at(60, *HEARING)).stage
    assert during.stands_still and during.stops[0].start == day(50) and during.stops[0].end is None
    assert during.on == before.on + timedelta(days=10)
    behind = clocks_of(at(70, *HEARING, did("end-hearing", 62)))
    assert behind.stage.on == before.on + timedelta(days=12) == behind.overall.on
    assert [(stop.ground, stop.start, stop.end) for stop in behind.overall.stops] == [
        ("hearing", day(50), day(62))
    ]
    assert not behind.stage.stands_still


def test_standing_still_for_a_year_misses_nothing_and_what_was_missed_before_stays():
    assert clocks_of(at(400, *HEARING)).stage.missed_at is None
    late = (*REFUSED, did("ask-re-review", 45), did("begin-hearing", 90))
    assert clocks_of(at(95, *late)).stage.missed_at is not None


def test_a_hearing_stops_no_other_clock():
    facts = (*REFUSED, did("go-higher", 44), did("ask-re-review", 45))
    before = {clock.limit: clock.on for clock in clocks_of(at(50, *facts)).running}
    later = {clock.limit: clock.on for clock in clocks_of(at(53, *facts, did("begin-hearing", 50))).running}
    assert later["higher"] == before["higher"] and later["re-review"] > before["re-review"]


def test_rolling_over_a_holiday_is_a_setting():
    # Fifteen days after 19 April 2026 end on 4 May, in the Labour Day break.
    registered = did("register", datetime(2026, 4, 18, 4, 0, tzinfo=UTC))
    calendar = shipped("cn")
    plain = clocks_of(walk((registered,), PETITION, calendar, registered.at)).stage
    rolled = clocks_of(
        walk((registered,), replace(PETITION, rolls_over_holidays=True), calendar, registered.at)
    ).stage
    assert plain.on == date(2026, 5, 3) and not calendar.is_working_day(plain.on)
    assert rolled.on == calendar.next_working_day(plain.on) > plain.on


def test_what_rests_on_days_off_not_yet_announced_is_assumed():
    late = did("register", datetime(CALENDAR.confirmed_through.year, 12, 30, 4, 0, tzinfo=UTC))
    shown = {c.limit: c for c in clocks_of(walk((late,), PETITION, CALENDAR, late.at)).running}
    assert shown["objection"].assumed and not shown["acceptance"].assumed
    rolling = replace(PETITION, rolls_over_holidays=True)
    both = clocks_of(walk((late,), rolling, CALENDAR, late.at))
    assert both.stage.assumed and both.overall.assumed


def test_a_suspended_day_is_no_working_day_for_the_limit():
    snowed = CALENDAR.suspending([date(2026, 3, 4)])
    [objection] = [
        c for c in clocks_of(at(1, did("register"), calendar=snowed)).running if c.limit == "objection"
    ]
    assert objection.on == date(2026, 3, 10)


def test_an_agreement_is_fulfilled_by_the_day_agreed():
    path = at(
        10,
        *ACCEPTED,
        did("propose-mediation", 3.5),
        did("consent-to-mediation", 3.7),
        did("mediate", 4),
        did("agree", 9, days=20),
    )
    running = {clock.limit: clock.on for clock in clocks_of(path).running}
    assert running == {"fulfilment": date(2026, 3, 31), "judicial-confirmation": date(2026, 4, 10)}


CONSEQUENCES = [
    ((did("register"),), did("accept", 3), "accepted", {"handling"}, {"acceptance", "objection"}, set()),
    ((did("register"),), did("decline-elsewhere", 3), "elsewhere", set(), {"acceptance", "objection"}, set()),
    ((did("register"),), did("object", 3), "registered", {"objection-answer"}, {"objection"}, set()),
    (ACCEPTED, did("extend", 4, days=10), "accepted", set(), set(), {"handling"}),
    (ACCEPTED, did("reply", 4), "replied", {"ask-review"}, {"handling"}, set()),
    (ACCEPTED, did("inquire", 4), "accepted", {"inquiry"}, set(), set()),
    (ACCEPTED, did("withdraw", 4), "accepted", {"withdrawal"}, set(), set()),
    (ACCEPTED, did("go-higher", 4), "accepted", {"higher"}, set(), set()),
    (ACCEPTED, did("report-retaliation", 4), "accepted", {"retaliation"}, set(), set()),
    (REPLIED, did("close", 21), "closed", {"follow-up"}, set(), set()),
    (REPLIED, did("ask-review", 21), "review", {"review"}, {"ask-review"}, set()),
    (HEARING[:-1], HEARING[-1], "re-review", set(), set(), {"re-review"}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "event", "stage", "opened", "closed", "changed"), CONSEQUENCES,
                         ids=[c[1].act for c in CONSEQUENCES])  # fmt: skip
def test_what_an_act_does(facts, event, stage, opened, closed, changed):
    found = after(walk(facts, PETITION, CALENDAR, event.at), event)
    assert found.stage.key == stage
    assert {clock.limit for clock in found.opened} == opened
    assert {clock.limit for clock in found.closed} == closed
    assert {clock.limit for clock in found.changed} == changed


def test_who_owes_what_an_act_opens():
    [opened] = after(at(4, *ACCEPTED), did("report-retaliation", 4)).opened
    assert opened.of is Role.ABOVE and opened.title.zh == "处理打击报复的反映"
