"""What people do about what is owed, and what that leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.audit.models import Entry
from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound, TooLate
from duecare.core.ids import uuid7
from duecare.obligations import actions, queries
from duecare.obligations.models import Happening, Obligation, Suspension, Tally, Term, Transfer
from duecare.orgs.rules import SYSTEM
from tests.kernel.conftest import DUE, OPENS, Drafts
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
HOUR = timedelta(hours=1)


def only() -> Obligation:
    return Obligation.objects.get()


def sums(district: District, code: str) -> dict[str, int]:
    return {t.measure: t.amount for t in Tally.objects.filter(unit_key=district[code].key) if t.amount}


@pytest.fixture
def opened(draft: Drafts) -> Obligation:
    actions.open_many(drafts=[draft()], at=OPENS)
    return only()


def test_done_in_the_very_second_it_is_due_is_in_time(opened: Obligation) -> None:
    actions.discharge(obligation_id=opened.id, by=SYSTEM, at=DUE)
    assert (only().state, only().late) == ("discharged", False)


def test_done_a_moment_later_is_late_though_the_clock_has_not_been_there(opened: Obligation) -> None:
    actions.discharge(obligation_id=opened.id, by=SYSTEM, at=DUE + timedelta(microseconds=1))
    assert (only().state, only().missed_at) == ("discharged", DUE)


def test_done_twice_is_a_conflict_and_not_yet_open_too(draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS - HOUR)
    with pytest.raises(Conflict):
        actions.discharge(obligation_id=only().id, by=SYSTEM, at=OPENS - HOUR)
    actions.discharge(obligation_id=only().id, by=SYSTEM, at=OPENS)
    with pytest.raises(Conflict):
        actions.discharge(obligation_id=only().id, by=SYSTEM, at=OPENS)
    with pytest.raises(NotFound):
        actions.discharge(obligation_id=uuid7(), by=SYSTEM, at=OPENS)


def test_a_shift_cannot_be_manned_after_its_end(draft: Drafts) -> None:
    actions.open_many(drafts=[draft(kind="test.shift", closes_at=DUE + HOUR)], at=OPENS)
    with pytest.raises(TooLate):
        actions.discharge(obligation_id=only().id, by=SYSTEM, at=DUE + HOUR + timedelta(seconds=1))
    actions.discharge(obligation_id=only().id, by=SYSTEM, at=DUE + HOUR)
    assert only().late


def test_a_filing_that_lay_too_long_is_refused() -> None:
    actions.still_in_time(DUE, DUE + timedelta(seconds=45))
    with pytest.raises(TooLate):
        actions.still_in_time(DUE, DUE + timedelta(seconds=46))


def test_the_office_waives_with_a_reason_and_the_school_may_not(
    district: District, opened: Obligation
) -> None:
    with pytest.raises(NotAllowed):
        actions.waive(obligation_id=opened.id, by=actor_of("leader_z1"), at=DUE, why="雪")
    by = actor_of("coordinator")
    actions.waive(obligation_id=opened.id, by=by, at=DUE, why="雪")
    row = only()
    assert (row.state, row.closed_by, row.closed_why, row.wake_at) == ("waived", by.user_id, "雪", None)
    entry = Entry.objects.get(verb="obligations.waived")
    assert (entry.actor, entry.post) == (by.user_id, district.posts["coordinator"].id)
    told = Happening.objects.get(what="waived")
    assert told.recipients == [str(district.people["reporter_z1"].id)]
    actions.fold(DUE)
    assert sums(district, "QY") == {"owed": 1, "waived": 1}


def test_an_extension_after_the_miss_moves_the_time_and_leaves_the_miss(
    district: District, opened: Obligation
) -> None:
    actions.tick(DUE + HOUR)
    actions.extend(
        obligation_id=opened.id,
        new_due_at=DUE + 24 * HOUR,
        by=actor_of("coordinator"),
        at=DUE + HOUR,
        why="雪",
    )
    row, term = only(), Term.objects.get()
    assert (row.due_at, row.missed_at) == (DUE + 24 * HOUR, DUE)
    assert (term.old_due_at, term.new_due_at, term.why) == (DUE, DUE + 24 * HOUR, "雪")
    assert row.wake_at == DUE + 26 * HOUR  # the leader of the root, two hours after the new time
    actions.discharge(obligation_id=opened.id, by=SYSTEM, at=DUE + 2 * HOUR)
    assert only().late
    with pytest.raises(Conflict):
        actions.extend(obligation_id=opened.id, new_due_at=DUE + 48 * HOUR, by=SYSTEM, at=DUE, why="")


def test_nobody_changes_the_terms_in_the_minute_after_due_or_backwards(opened: Obligation) -> None:
    for at, new in ((DUE + timedelta(seconds=30), DUE + HOUR), (DUE - HOUR, DUE - timedelta(minutes=1))):
        with pytest.raises((Conflict, BadInput)):
            actions.extend(obligation_id=opened.id, new_due_at=new, by=SYSTEM, at=at, why="")
    assert only().due_at == DUE


def test_a_duty_handed_over_is_owed_by_the_other_and_the_miss_stays(
    district: District, opened: Obligation
) -> None:
    actions.tick(DUE + HOUR)
    actions.reassign(
        obligation_id=opened.id, to_debtor=district["QY-X1-D1"], to_post="reporter", by=actor_of("coordinator"),
        at=DUE + HOUR, why="停电",
    )  # fmt: skip
    actions.tick(DUE + HOUR)
    assert Transfer.objects.get().from_debtor == district["QY-Z1"]
    assert sums(district, "QY-Z1") == {"missed": 1}
    assert sums(district, "QY-X1") == sums(district, "QY-X1-D1") == {"owed": 1, "open": 1, "silent": 1}
    assert sums(district, "QY") == {"owed": 1, "open": 1, "missed": 1, "silent": 1}
    assert [type(event).__name__ for event in queries.story(only())].count("Transfer") == 1


def test_snow_closes_some_schools_today_and_what_is_scheduled_later_obeys(
    district: District, draft: Drafts
) -> None:
    actions.open_many(drafts=[draft("QY-X1"), draft("QY-X1-D1"), draft("QY-Z1")], at=OPENS)
    by = actor_of("coordinator")
    day = date(2027, 1, 4)
    assert actions.suspend_day(unit=district["QY-X1"], day=day, why="大雪停课", by=by, at=OPENS) == 2
    actions.open_many(drafts=[draft("QY-X1", origin="late"), draft("QY-Z1", origin="other")], at=OPENS)
    states = dict(Obligation.objects.values_list("origin", "closed_as"))
    assert states == {
        "test/QY-X1/2027-01-04": "waived", "test/QY-X1-D1/2027-01-04": "waived", "late": "waived",
        "test/QY-Z1/2027-01-04": "", "other": "",
    }  # fmt: skip
    actions.tick(OPENS)
    assert sums(district, "QY-X1") == {"owed": 3, "waived": 3}
    with pytest.raises(NotAllowed):
        actions.suspend_day(unit=district["QY-X1"], day=day, why="", by=actor_of("leader_z1"), at=OPENS)


def test_a_day_moved_to_another_keeps_its_time_of_day(district: District, draft: Drafts) -> None:
    actions.open_many(drafts=[draft("QY-X1"), draft("QY-Z1")], at=OPENS - HOUR)
    to = date(2027, 1, 6)
    touched = actions.suspend_day(
        unit=district["QY-X1"], day=date(2027, 1, 4), kinds=["test.report"], why="大雪", move_to=to,
        by=actor_of("leader"), at=OPENS - HOUR,
    )  # fmt: skip
    assert touched == 1
    actions.open_many(drafts=[draft("QY-X1", origin="later")], at=OPENS - HOUR)
    two_days = timedelta(days=2)
    for row in Obligation.objects.filter(debtor=district["QY-X1"]):
        assert (row.opens_at, row.due_at, row.wake_at) == (OPENS + two_days, DUE + two_days, OPENS + two_days)
    assert Suspension.objects.get().move_to == to
    with pytest.raises(BadInput):
        actions.suspend_day(unit=district.root, day=to, why="", move_to=to, by=SYSTEM, at=OPENS)


@pytest.mark.parametrize("move_to", [None, date(2027, 1, 6)])
@pytest.mark.parametrize("named", [[], ["test.safety"]])
def test_what_keeps_people_safe_is_owed_in_snow_too(
    district: District, draft: Drafts, named: list[str], move_to: date | None
) -> None:
    actions.open_many(drafts=[draft(origin="before", kind="test.safety")], at=OPENS)
    touched = actions.suspend_day(
        unit=district.root, day=date(2027, 1, 4), kinds=named, why="大雪停课", move_to=move_to,
        by=actor_of("coordinator"), at=OPENS,
    )  # fmt: skip
    assert touched == 0
    actions.open_many(drafts=[draft(origin="after", kind="test.safety")], at=OPENS)
    rows = Obligation.objects.values_list("closed_as", "opens_at", "due_at")
    assert list(rows) == [("", OPENS, DUE)] * 2
    assert not Term.objects.exists()


def test_a_changed_plan_touches_only_what_has_not_begun(draft: Drafts) -> None:
    later = {"opens_at": OPENS + 24 * HOUR, "due_at": DUE + 24 * HOUR}
    drafts = [draft(origin="begun"), draft(origin="kept", **later), draft(origin="gone", **later)]
    actions.open_many(drafts=drafts, at=OPENS - HOUR)
    moved = [
        draft(origin=name, opens_at=OPENS + 24 * HOUR, due_at=DUE + 25 * HOUR) for name in ("begun", "kept")
    ]
    assert actions.reschedule(drafts=moved, at=OPENS) == 1
    removed = actions.replace_scheduled(programme="winter", strand="winter/daily/pm", keep={"kept"}, at=OPENS)
    assert removed == 1
    assert dict(Obligation.objects.values_list("origin", "due_at")) == {"begun": DUE, "kept": DUE + 25 * HOUR}
    assert Entry.objects.filter(verb="obligations.unscheduled").count() == 1


def test_a_ladder_that_cannot_be_climbed_is_refused() -> None:
    with pytest.raises(BadInput):
        actions.freeze_ladder([{"offset": 0, "act": "remind", "to": ["post:reporter@elsewhere"]}])
    with pytest.raises(BadInput):
        actions.freeze_ladder([{"offset": 0, "act": "remind"}])


def test_the_creditor_declares_that_the_service_was_down(district: District) -> None:
    by = actor_of("coordinator")
    actions.declare_outage(
        creditor=district.office,
        from_at=DUE - HOUR,
        until_at=DUE + HOUR,
        why="机房断电",
        by=by,
        at=DUE + 2 * HOUR,
    )
    assert [o.why for o in queries.outages(DUE, DUE, district.office)] == ["机房断电"]
    assert queries.outages(DUE, DUE) == []
    with pytest.raises(NotAllowed):
        actions.declare_outage(
            creditor=district.office, from_at=DUE, until_at=DUE + HOUR, why="", by=actor_of("leader_z1"),
            at=DUE + 2 * HOUR,
        )  # fmt: skip
    with pytest.raises(BadInput):
        actions.declare_outage(
            creditor=district.office, from_at=DUE, until_at=DUE, why="", by=by, at=DUE + 2 * HOUR
        )
