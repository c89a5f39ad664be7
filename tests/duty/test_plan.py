"""The plan's section on duty: what it accepts runs, what it refuses is named with how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from duecare.core.errors import DomainError
from duecare.duty.models import Arrangement, Roster, Watch
from duecare.duty.plan import SECTION
from duecare.duty.rules.terms import day_types, watches_on
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from duecare.plans import queries
from tests.people import FOUNDED, District, client_for, clock_at, district
from tests.plans.plans import PLAN, apply, errors, spot_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
DAY = timedelta(days=1)
DUTY = """\
duty:
  - key: office
    title: {zh: 二十四小时值班, en: 24-hour watch}
    basis: 二.1
    sites: {codes: [QY-AQ]}
    from: 2027-01-18
    to: 2027-02-26
    posts:
      - {key: leader, title: {zh: 带班领导, en: Leader on duty}, leads: true}
      - {key: officer, title: {zh: 值班员, en: Duty officer}}
    shifts:
      - {key: day, title: {zh: 白班, en: Day}, starts: 08:00, ends: 20:00}
      - {key: night, title: {zh: 夜班, en: Night}, starts: 20:00, ends: 08:00}
    needs:
      - {shifts: [day, night], post: leader, people: 1}
      - {shifts: [day, night], post: officer, people: 2}
      - {shifts: [day], post: officer, people: 1, on: [holiday]}
    rules: {rest: 11 h, days_most: 5}
    roster_due: 2027-01-15 18:00
    handover: {within: 30 min}
  - key: schools
    title: {zh: 学校白班, en: Day watch at schools}
    sites: {kinds: [middle_school, primary_school]}
    from: 2027-01-18
    to: 2027-01-22
    posts: [{key: watch, title: 值班人员}]
    shifts: [{key: day, title: 白班, starts: 08:00, ends: 20:00}]
    needs: [{shifts: [day], post: watch, people: 1}]
    roster_due: 2027-01-15 18:00
"""
WHOLE = PLAN + DUTY
DAY_SHIFT = "{key: day, title: {zh: 白班, en: Day}, starts: 08:00, ends: 20:00}"
OFFICER = "- {key: officer, title: {zh: 值班员, en: Duty officer}}\n"
REST = "rest: 11 h, days_most: 5"
DUE = "roster_due: 2027-01-15 18:00\n    handover"
SPAN = "from: 2027-01-18\n    to: 2027-01-22"


def local(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """A time in Shanghai, 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def changed(old: str, new: str) -> str:
    """The plan with one thing of its duty changed."""
    assert old in DUTY
    return PLAN + DUTY.replace(old, new, 1)


def test_each_site_keeps_its_roster_and_owes_it_in_time(district: District) -> None:
    apply(WHOLE, FOUNDED)
    assert {roster.keeper.code for roster in Roster.objects.select_related("keeper")} == {
        "QY-AQ", "QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3",
    }  # fmt: skip
    owed = Obligation.objects.filter(kind="duty.roster")
    assert owed.count() == 6
    assert {row.due_at for row in owed} == {local(15, 18)}
    assert owed.get(debtor=district.office).post == "coordinator"


def test_watches_are_owed_as_they_come_near_and_once(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(17, 9))
    first = Obligation.objects.filter(kind="duty.watch", slot="2027-01-18", debtor=district.office)
    assert {(row.origin.rpartition("-18/")[2], row.due_at) for row in first} == {
        ("day/leader", local(18, 8, 15)), ("day/officer", local(18, 8, 15)),
        ("night/leader", local(18, 20, 15)), ("night/officer", local(18, 20, 15)),
    }  # fmt: skip
    count = Obligation.objects.count()
    tick(local(17, 9, 5))
    assert Obligation.objects.count() == count
    assert Watch.objects.get(site=district.office, day="2027-01-18", shift="night").needs == {
        "leader": 1,
        "officer": 2,
    }


def test_days_are_what_the_plan_s_calendar_says(district: District) -> None:
    apply(WHOLE, FOUNDED)
    terms = Arrangement.objects.get(key="office").terms
    assert set(terms["holidays"]) <= set(terms["day_types"])
    for text in terms["holidays"]:
        day = datetime.fromisoformat(text).date()
        assert day_types(terms, day)[0] == "holiday"
        assert watches_on(terms, day)[0].needs["officer"] == 1
    saturday = datetime(2027, 1, 23).date()  # noqa: DTZ001 - a date
    assert day_types(terms, saturday) == ["weekend"]


def test_applying_twice_changes_nothing(district: District) -> None:
    assert apply(WHOLE, FOUNDED)
    tick(local(17, 9))
    before = list(Obligation.objects.order_by("id").values())
    assert apply(WHOLE, local(17, 9, 1)) == []
    assert apply("# a comment\n" + WHOLE, local(17, 9, 2)) == []
    assert list(Obligation.objects.order_by("id").values()) == before


def test_another_hour_moves_what_has_not_opened_and_leaves_what_has(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(18, 7, 45))
    with override("en"):
        said = apply(changed(DAY_SHIFT, DAY_SHIFT.replace("08:00", "09:00")), local(18, 7, 50))
    assert any("the shifts or their times change" in str(change.message) for change in said)
    opened = Obligation.objects.get(origin__endswith="/2027-01-18/day/leader")
    moved = Obligation.objects.get(origin__endswith="/2027-01-19/day/leader")
    assert opened.due_at == local(18, 8, 15)
    assert moved.due_at == local(19, 9, 15)


def test_what_is_no_longer_asked_for_is_dropped_before_it_opens(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(17, 9))
    apply(PLAN, local(17, 10))
    tick(local(17, 11))
    assert not Obligation.objects.filter(kind="duty.watch", closed_at=None).exists()
    assert Arrangement.objects.standing().count() == 0


def test_the_plan_is_written_back_as_it_was_applied(district: District) -> None:
    apply(WHOLE, FOUNDED)
    text = queries.export("winter")
    assert apply(text, FOUNDED + DAY) == []


def test_closing_the_plan_ends_its_watches(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(17, 9))
    SECTION.close("winter", SYSTEM, local(17, 10))
    assert not Obligation.objects.filter(kind="duty.watch", opened_at=None, closed_at=None).exists()


@pytest.mark.parametrize(
    ("old", "new", "words", "said"),
    [
        ("post: leader, people", "post: lead, people", "lead", "No post is called “lead”."),
        ("shifts: [day], post: officer", "shifts: [dy], post: officer", "dy", "No shift is called “dy”."),
        ("on: [holiday]", "on: [holidays]", "holidays", "“holidays” is no sort of day and no phase."),
        ("key: schools", "key: office", "office", "The key “office” is used twice."),
        ("to: 2027-01-22", "to: 2027-05-22", "2027-05-22", "2027-05-22 lies outside the programme"),
        (SPAN, SPAN.replace("18", "25", 1), "2027-01-25", "after its end"),
        (DUE, DUE.replace("15 18", "18 09"), "2027-01-18 09:00", "when the first watch has already begun"),
        (DUE, DUE.replace("18:00", "8 pm"), "2027-01-15 8 pm", "2027-01-15 8 pm"),
        (REST, "rest: 25 h, days_least: 2", "2", "Nobody can stand watches on 2 days in a row"),
        (REST, "days_most: 2, days_least: 3", "3", "At least 3 days in a row are asked for, and at most 2."),
        ("key: officer, title", "key: leader, title", "leader", "The key “leader” is used twice."),
        ("key: night, title", "key: day, title", "day", "The key “day” is used twice."),
        ("key: watch, title", "key: handover, title", "handover", "No post can be called “handover”"),
        ("key: watch, title", "key: somebody-on-watch-there, title", "somebody-on-watch-there", "somebody-on-watch"),
        ("people: 2}", "people: 51}", "51", "51"),
        ("post: watch, people: 1", "post: watch, people: 0", "0}", "No watch needs anybody"),
        ("handover: {within: 30 min}", "handover: {within: 13 h}", "13 h", "after the watch that takes over, “night”,"),
        ("basis: 二.1", "check_in: {within: 12 h}", "12 h", "until the watch “day” is over"),
        ("basis: 二.1", "presence: {times: 1, within: 20 min, shifts: [nigt]}", "nigt", "Did you mean “night”?"),
        ("basis: 二.1", "kept_by: {codes: [QY, QY-AQ]}", "{codes: [QY, QY-AQ]}", "this names several"),
        ("basis: 二.1", "owed_to: {codes: [QY, QY-AQ]}", "{codes: [QY, QY-AQ]}", "this names several"),
        ("basis: 二.1", "fair: {load: 21}", "21", "21"),
        ("basis: 二.1", "people: [l1]", "people", "people"),
        ("codes: [QY-AQ]", "codes: [QY-XX]", "QY-XX", "QY-XX"),
        (OFFICER, OFFICER + "      - {key: guard, title: 门卫}\n", "guard", "“guard” is not needed on any watch."),
        ("handover: {within: 30 min}", "ladders: {watch: reprt}", "reprt", "Did you mean “report”?"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(
    district: District, old: str, new: str, words: str, said: str
) -> None:
    with override("en"):
        all_of_it = errors(changed(old, new))
    found = [text for text in all_of_it if said in text]
    assert len(found) == 1, all_of_it
    line, column = spot_of(words, changed(old, new)) if words not in DUTY else (0, 0)
    assert not line or found[0].startswith(f"plan.yaml:{line}:{column}:")


def test_long_rests_are_no_mistake(district: District) -> None:
    assert errors(changed(REST, "rest: 72 h")) == []


def test_a_handover_that_nobody_takes_over_is_a_mistake(district: District) -> None:
    with override("en"):
        found = errors(WHOLE + "    handover: {within: 30 min}\n")
    assert len(found) == 1
    assert "so that none is handed over" in found[0]


def test_a_time_that_the_clock_skips_is_a_mistake(district: District) -> None:
    berlin = changed(SPAN, "from: 2027-03-28\n    to: 2027-03-28").replace("Asia/Shanghai", "Europe/Berlin")
    berlin = berlin.replace("last: 2027-03-20, closes: 2027-03-25", "last: 2027-03-28, closes: 2027-03-29")
    due = "watch, people: 1}]\n    roster_due: 2027-01-15 18:00"
    short = "title: 白班, starts: 08:00, ends: 20:00"
    with override("en"):
        assert errors(berlin) == []
        late = errors(berlin.replace(due, due.replace("01-15 18:00", "03-28 02:30")))
        gone = errors(berlin.replace(short, "title: 白班, starts: 02:30, ends: 03:15"))
    assert len(late) == len(gone) == 1
    assert "02:30" in late[0]
    assert "the watch “day” would end before it begins" in gone[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "en: 24-hour watch",
            "en: Watch day and night",
            "is now called “二十四小时值班 / Watch day and night”",
        ),
        ("to: 2027-02-26", "to: 2027-02-20", "becomes"),
        ("title: {zh: 值班员, en: Duty officer}", "title: 值班干部", "the posts of its watches change"),
        ("post: officer, people: 2", "post: officer, people: 3", "how many people its watches need changes"),
        ("codes: [QY-AQ]", "codes: [QY]", "other sites are manned"),
        ("basis: 二.1", "kept_by: {codes: [QY]}", "another unit keeps the roster"),
        ("rest: 11 h", "rest: 12 h", "the rules of the roster change"),
        (DUE, DUE.replace("18:00", "17:00"), "the roster is due at another time"),
        ("handover: {within: 30 min}", "handover: {within: 20 min}", "checking in and handing over change"),
        (
            "handover: {within",
            "ladders: {watch: report}\n    handover: {within",
            "reminders and escalation change",
        ),
        ("basis: 二.1", "owed_to: {codes: [QY]}", "is owed to another unit"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_change_is_said_in_words(district: District, language: str, old: str, new: str, said: str) -> None:
    apply(WHOLE, FOUNDED)
    with override(language):
        (change,) = apply(changed(old, new), FOUNDED + DAY)
        assert change.act == "change"
        assert str(change.message).strip()
    assert language != "en" or said in str(change.message)


def test_days_that_the_period_gains_are_no_change_of_the_calendar(district: District) -> None:
    apply(WHOLE, FOUNDED)
    with override("en"):
        (change,) = apply(changed("to: 2027-02-26", "to: 2027-02-28"), FOUNDED + DAY)
    assert "which days are holidays" not in str(change.message)


def test_a_plan_with_a_mistake_leaves_nothing_behind(district: District) -> None:
    with pytest.raises(DomainError):
        apply(changed("post: leader, people", "post: lead, people"), FOUNDED)
    assert not Arrangement.objects.exists()


def test_the_plan_s_month_shows_the_watches_without_writing(district: District) -> None:
    apply(WHOLE, FOUNDED)
    before = Watch.objects.count()
    with clock_at(FOUNDED):
        page = client_for("coordinator", "en").get("/plans/winter/month/?month=2027-02")
    assert page.status_code == 200
    assert "24-hour watch: Leader on duty" in page.content.decode()
    assert Watch.objects.count() == before
