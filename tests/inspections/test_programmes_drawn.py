"""Samples: committed to before, drawn as the window opens, unknown to who is drawn, worked out again afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from duecare.audit.models import Detail, Entry
from duecare.desk.queries import inbox
from duecare.desk.queries.feed import dues
from duecare.desk.queries.upcoming import falling
from duecare.inspections.actions.drawing import commit_cycles
from duecare.inspections.models import Cycle, Draw, Owed, Programme
from duecare.inspections.plan import SECTION
from duecare.inspections.rules.drawing import Drawing, agrees
from duecare.obligations import actions as kernel
from duecare.obligations import queries as owing
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from tests.at_once import at_once
from tests.inspections.programmes import DAY, DISTRICT, HOUR, MONTHLY, Winter, changed, local
from tests.people import FOUNDED, District, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def spot(district: District) -> Winter:
    """The district's spot checks alone."""
    winter = Winter(district)
    winter.apply(DISTRICT)
    return winter


def drawn(window: str) -> set[str]:
    """Codes of the units that are to be inspected in a window."""
    return set(Owed.objects.filter(window=window).values_list("unit__code", flat=True))


def rules_of(cycle: Cycle) -> list[Drawing]:
    """A round's draws, in order."""
    return [one.as_rule() for one in cycle.draws.order_by("first")]


def details(verb: str) -> list[dict[str, Any]]:
    """What the record has under a verb, in order."""
    entries = Entry.objects.filter(verb=verb).order_by("at", "id").values_list("id", flat=True)
    return [Detail.objects.get(entry=key).body for key in entries]


def test_seeds_are_committed_to_for_the_whole_period_when_the_plan_is_applied(district):
    Winter(district).apply(DISTRICT, at=FOUNDED - DAY)
    cycles = list(Cycle.objects.order_by("first"))
    assert [(one.key, str(one.last)) for one in cycles] == [
        ("2027-01", "2027-02-28"),
        ("2027-03", "2027-03-20"),
    ]
    assert [one["commitment"] for one in details("inspections.cycle-committed")] == [
        c.commitment for c in cycles
    ]
    assert len({one.seed for one in cycles}) == 2 and all(len(one.seed) == 64 for one in cycles)
    assert not Draw.objects.exists() and not Obligation.objects.exists()
    assert not any(one.seed in json.dumps(details("inspections.cycle-committed")) for one in cycles)


def test_at_least_a_third_each_month_and_all_within_two(spot):
    assert len(drawn("2027-01")) == 3
    kernel.tick(local("2027-01-31 23:59"))
    assert not drawn("2027-02"), "nothing is drawn before the window opens"
    kernel.tick(local("2027-02-01 00:00"))
    assert len(drawn("2027-01") | drawn("2027-02")) == 5
    kernel.tick(local("2027-03-01 00:00"))
    assert len(drawn("2027-03")) == 5, "the last round is cut short and still takes everybody"
    owed = Obligation.objects.filter(strand="winter/district/1")
    assert set(owed.values_list("debtor__code", "creditor__code", "post")) == {("QY-AQ", "QY", "coordinator")}


def test_the_seed_is_told_when_the_round_is_over_and_agrees(spot):
    kernel.tick(local("2027-02-01 00:00"))
    kernel.tick(local("2027-02-28 23:59"))
    cycle = Cycle.objects.get(key="2027-01")
    assert cycle.revealed_at is None and details("inspections.seed-told") == []
    kernel.tick(local("2027-03-01 00:00"))
    cycle.refresh_from_db()
    assert cycle.revealed_at == local("2027-03-01 00:00")
    (told,) = details("inspections.seed-told")
    assert told["seed"] == cycle.seed and set(told["draws"]) == {"2027-01", "2027-02"}
    draws = rules_of(cycle)
    assert agrees(bytes.fromhex(str(told["seed"])), cycle.name, str(told["commitment"]), draws)


def test_the_record_of_a_draw_names_nobody_before_the_seed_is_told(spot):
    (one,) = details("inspections.drawn")
    assert (one["units"], one["drawn"], one["window"]) == (5, 3, "2027-01")
    told = json.dumps([*details("inspections.drawn"), *details("obligations.materialised")])
    units = [spot.district[code] for code in drawn("2027-01")]
    assert not any(name in told for unit in units for name in (str(unit.id), unit.key, unit.code, unit.name))
    everything = json.dumps(list(Detail.objects.values_list("body", flat=True)))
    assert Cycle.objects.get(key="2027-01").seed not in everything


def test_whoever_is_drawn_sees_nothing_of_it(spot):
    kernel.tick(FOUNDED + HOUR)
    row = Owed.objects.filter(window="2027-01").earliest("obligation_id")
    code = row.unit.code[3:].lower()
    for who in (f"reporter_{code}", f"leader_{code}"):
        by = actor_of(who)
        assert inbox.inbox(by, FOUNDED + HOUR).nothing
        assert not owing.may_see(by, row.obligation)
        assert not any(one.mine for one in falling(by, row.first, row.last))
    assert owing.may_see(actor_of("coordinator"), row.obligation)
    assert not Obligation.objects.filter(debtor=row.unit).exists()


def test_the_calendar_says_that_units_are_drawn_and_not_which(spot):
    items = list(SECTION.calendar("winter", *(local(f"2027-0{n}-02 00:00").date() for n in (1, 4))))
    assert [(str(one["due_at"])[:10], one["units"], one["title"]) for one in items] == [
        ("2027-01-31", 1, "学区抽查"), ("2027-02-28", 1, "学区抽查"), ("2027-03-20", 1, "学区抽查")
    ]  # fmt: skip


def test_the_inspector_s_calendar_has_one_event_for_each_that_was_drawn(spot):
    events = dues(actor_of("coordinator"), FOUNDED + HOUR)
    now = [one.summary for one in events if one.due_at.date() == local("2027-01-31 12:00").date()]
    units = [spot.district[code].name for code in drawn("2027-01")]
    assert sorted(now) == sorted(f"学区抽查：{name}" for name in units)
    assert not dues(actor_of("leader_z1"), FOUNDED + HOUR)


def test_a_school_founded_in_the_round_has_its_turn_in_it(spot):
    orgs.add_unit(
        parent=spot.district.root, code="QY-X4", name="第四小学", kind="primary_school", by=SYSTEM, at=FOUNDED + DAY
    )  # fmt: skip
    kernel.tick(local("2027-02-01 00:00"))
    assert "QY-X4" in drawn("2027-02")


def test_a_school_that_closes_is_drawn_no_more_and_let_off(spot):
    gone = max(drawn("2027-01"))
    orgs.close_unit(unit=spot.district[gone], why="撤并", by=SYSTEM, at=FOUNDED + DAY)
    assert Obligation.objects.get(inspection_owed__unit=spot.district[gone]).closed_as == "waived"
    kernel.tick(local("2027-02-01 00:00"))
    assert gone not in drawn("2027-02") and len(drawn("2027-01") | drawn("2027-02")) == 5
    kernel.tick(local("2027-03-01 00:00"))
    cycle = Cycle.objects.get(key="2027-01")
    draws = rules_of(cycle)
    assert agrees(bytes.fromhex(cycle.seed), cycle.name, cycle.commitment, draws)


def test_a_changed_plan_keeps_the_seeds_it_committed_to(spot):
    before = dict(Cycle.objects.values_list("key", "seed"))
    spot.apply(changed(DISTRICT, title="抽查", sample={"share": "1/2", "cover_within": 2}), at=FOUNDED + DAY)
    assert dict(Cycle.objects.values_list("key", "seed")) == before
    kernel.tick(local("2027-02-01 00:00"))
    spot.apply(changed(DISTRICT, sample={"share": "1/2", "cover_within": 1}), at=local("2027-02-02 00:00"))
    assert dict(Cycle.objects.values_list("key", "seed")) == before
    kernel.tick(local("2027-03-01 00:00"))
    cycle = Cycle.objects.get(key="2027-01")
    assert agrees(bytes.fromhex(cycle.seed), cycle.name, cycle.commitment, rules_of(cycle))


def test_other_rounds_withdraw_what_nothing_was_drawn_from(spot):
    march = Cycle.objects.get(key="2027-03")
    spot.apply(
        changed(DISTRICT, sample={"share": "1/3", "cover_within": 2}, to="2027-03-10"), at=FOUNDED + DAY
    )
    again = Cycle.objects.get(key="2027-03")
    assert again.commitment != march.commitment and str(again.last) == "2027-03-10"
    assert [one["commitment"] for one in details("inspections.cycle-withdrawn")] == [march.commitment]


def test_a_sample_that_becomes_all_and_all_that_become_a_sample(spot):
    all_of_them = changed(DISTRICT, sample=None)
    spot.apply(all_of_them, at=FOUNDED + DAY)
    assert list(Cycle.objects.values_list("key", flat=True)) == ["2027-01"]
    kernel.tick(local("2027-01-31 01:00"))
    assert len(drawn("2027-02")) == 5 and len(drawn("2027-01")) == 3
    spot.apply(DISTRICT, at=local("2027-01-31 02:00"))
    assert not drawn("2027-02")
    kernel.tick(local("2027-02-01 00:00"))
    assert len(drawn("2027-02")) >= 2


def test_given_seeds_give_the_same_draw(district):
    winter = Winter(district)
    winter.apply(MONTHLY)
    programme = Programme.objects.get()
    programme.sample = DISTRICT["sample"]
    commit_cycles(programme, None, FOUNDED, seeds=lambda: b"s" * 32)
    assert {one.seed for one in Cycle.objects.all()} == {(b"s" * 32).hex()}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_draw_once(district):
    winter = Winter(district)
    winter.version = 1
    SECTION.apply([DISTRICT], winter.context(), SYSTEM, FOUNDED - DAY)
    at_once(*[lambda: kernel.tick(FOUNDED + HOUR).materialised] * 3)
    assert Draw.objects.count() == 1
    assert Owed.objects.count() == Obligation.objects.count() == 3
