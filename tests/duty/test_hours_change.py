"""The hours of shifts change while a watch runs: it keeps its own, and is handed over to the one that comes now."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.duty.actions import handing_over
from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.models import Handover, Roster, Watch, Watchkeeper
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.duty.test_plan import DUTY, WHOLE, local
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, district
from tests.plans.plans import PLAN, apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
NOON = local(19, 12)


def with_change_at(clock: str, text: str = DUTY) -> str:
    """The plan in which the office's day watch hands over at another time."""
    day, night = "en: Day}, starts: 08:00, ends: 20:00", "en: Night}, starts: 20:00"
    assert day in text and night in text
    return PLAN + text.replace(day, day.replace("20:00", clock)).replace(night, night.replace("20:00", clock))


@pytest.fixture
def stood(district: District) -> Roster:
    """One leads by day and one by night, from the 18th to the 22nd; it is noon of the 19th."""
    apply(WHOLE, FOUNDED)
    roster = hold(Roster.objects.get(keeper=district.office).id)
    for name, shift in (("coordinator", "day"), ("auditor", "night")):
        keeper = Watchkeeper.objects.create(
            roster=roster, user=district.people[name], posts=["leader"], joined_at=FOUNDED
        )
        places = [Place(keeper, district.office.id, date(2027, 1, n), shift, "leader") for n in range(18, 23)]
        change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=FOUNDED, tell=False)
    tick(local(18, 7, 30))
    tick(NOON)
    return roster


def watch(shift: str) -> Watch:
    """The office's watch of the 19th."""
    return Watch.objects.get(site__code="QY-AQ", day="2027-01-19", shift=shift)


def handover() -> Obligation:
    """That the day watch of the 19th is handed over."""
    return Obligation.objects.get(origin__endswith="/2027-01-19/day/handover")


@pytest.mark.parametrize(("clock", "hour", "due"), [("21:00", 21, (21, 30)), ("19:00", 20, (20, 30))])
def test_a_watch_that_runs_keeps_its_hours_and_hands_over_to_the_one_that_comes(
    stood: Roster, clock: str, hour: int, due: tuple[int, int]
) -> None:
    apply(with_change_at(clock), NOON)
    assert watch("day").ends_at == local(19, 20)
    assert watch("night").starts_at == local(19, int(clock[:2]))
    row = handover()
    assert (row.opens_at, row.due_at, row.closes_at) == (local(19, 19, 30), local(19, *due), local(20, 8))
    day, at = watch("day"), local(19, hour, 5)
    writer, signer = actor_of("coordinator", at), actor_of("auditor", at)
    handing_over.write_handover(watch_id=day.id, note="一切正常。", by=writer, at=local(19, 19, 50))
    with clock_at(at):
        before = client_for("coordinator", "en").get(f"/duty/watches/{day.id}/").content.decode()
        after = client_for("auditor", "en").get(f"/duty/watches/{watch('night').id}/").content.decode()
    assert "The next watch signs for it from here" in before
    assert "I sign for it" in after
    handing_over.sign(watch_id=day.id, by=signer, at=at)
    row.refresh_from_db()
    assert (row.closed_as, row.missed_at) == ("discharged", None)


def test_what_was_written_before_the_change_goes_to_whoever_comes_now(stood: Roster) -> None:
    day, at = watch("day"), local(19, 20, 5)
    handing_over.write_handover(watch_id=day.id, note="一", by=actor_of("coordinator", NOON), at=NOON)
    assert Handover.objects.get().to == watch("night")
    apply(with_change_at("20:30"), NOON)
    handing_over.sign(watch_id=day.id, by=actor_of("auditor", at), at=at)
    assert Handover.objects.get().signed_at == at


def test_a_watch_that_runs_while_handovers_come_to_be_asked_for_is_handed_over_too(
    district: District,
) -> None:
    none = PLAN + DUTY.replace("    handover: {within: 30 min}\n", "")
    apply(none, FOUNDED)
    tick(NOON)
    assert not Obligation.objects.filter(kind="duty.handover").exists()
    apply(WHOLE, NOON)
    assert handover().due_at == local(19, 20, 30)


def test_without_a_handover_asked_for_any_more_what_is_open_can_still_be_signed_for(stood: Roster) -> None:
    at = local(19, 19, 45)
    tick(at)
    apply(PLAN + DUTY.replace("    handover: {within: 30 min}\n", ""), at)
    row, day = handover(), watch("day")
    assert (row.opened_at, row.closed_at) == (at, None)
    night, signing = client_for("auditor", "en"), local(19, 20, 1)
    with clock_at(signing):
        assert "I sign for it" in night.get(f"/duty/watches/{watch('night').id}/").content.decode()
        handing_over.sign(watch_id=day.id, by=actor_of("auditor", at), at=signing)
        assert "signed for" in night.get(f"/duty/watches/{watch('night').id}/").content.decode()
    row.refresh_from_db()
    assert row.closed_as == "discharged"
    later = Watch.objects.get(site__code="QY-AQ", day="2027-01-20", shift="day")
    with clock_at(local(20, 8, 1)):
        page = client_for("coordinator", "en").get(f"/duty/watches/{later.id}/").content.decode()
    assert "I sign for it" not in page
