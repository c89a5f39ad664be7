"""A plan that changes while its roster is stood: what has begun stays, who stands the rest is told, no page breaks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from duecare.core.errors import Conflict
from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Arrangement, Assignment, Edition, Roster, Watch, Watchkeeper
from duecare.notify.models import Notice
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.duty.test_plan import DAY_SHIFT, DUTY, WHOLE, changed, local
from tests.people import FOUNDED, District, client_for, clock_at, district
from tests.plans.plans import PLAN, apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
NIGHT = "      - {key: night, title: {zh: 夜班, en: Night}, starts: 20:00, ends: 08:00}\n"
DAY = timedelta(days=1)
#: On the second day, ten minutes before the day watch takes over.
NOW = local(19, 7, 50)


def without_nights() -> str:
    """The office is manned by day alone, from now on."""
    return PLAN + DUTY.replace(NIGHT, "").replace("[day, night]", "[day]").replace(
        "    handover: {within: 30 min}\n", ""
    )


@pytest.fixture
def stood(district: District) -> Roster:
    """One leads by day and one by night, from the 18th to the 22nd."""
    apply(WHOLE, FOUNDED)
    roster = hold(Roster.objects.get(keeper=district.office).id)
    places = []
    for name, shift in (("coordinator", "day"), ("auditor", "night")):
        keeper = Watchkeeper.objects.create(
            roster=roster, user=district.people[name], posts=["leader"], joined_at=FOUNDED
        )
        places += [
            Place(keeper, district.office.id, date(2027, 1, n), shift, "leader") for n in range(18, 23)
        ]
    change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=FOUNDED, tell=False)
    tick(local(18, 7, 30))
    open_due(local(18, 7, 30), local(22, 0))
    tick(NOW)
    return roster


def standing(name: str) -> dict[int, datetime]:
    """When each day's watch of somebody starts, as it stands."""
    rows = Assignment.objects.standing().filter(user__username=name)
    return {row.day.day: row.starts_at for row in rows}


def told(district: District, name: str) -> str:
    """All that somebody has been told."""
    rows = Notice.objects.filter(recipient=district.people[name])
    return "\n".join(f"{row.title_en} {row.body_en}" for row in rows)


def test_another_hour_moves_the_watches_that_people_stand(district: District, stood: Roster) -> None:
    with override("en"):
        said = apply(changed(DAY_SHIFT, DAY_SHIFT.replace("08:00", "09:00")), NOW)
    assert "3 places in the roster get another time" in str(said[0].message)
    day = standing("coordinator")
    assert (day[18], day[19], day[20]) == (local(18, 8), local(19, 8), local(20, 9))
    rows = Watch.objects.filter(site=district.office, shift="day")
    assert {row.day.day: row.starts_at for row in rows if row.day.day < 21} == {
        18: local(18, 8), 19: local(19, 8), 20: local(20, 9),
    }  # fmt: skip
    assert "You now stand" in told(district, "coordinator")
    assert told(district, "auditor") == ""


def test_a_shift_that_falls_away_leaves_nothing_behind_but_what_was_stood(
    district: District, stood: Roster
) -> None:
    with override("en"):
        said = apply(without_nights(), NOW)
    assert "4 places in the roster fall away" in str(said[0].message)
    assert list(standing("auditor")) == [18]
    assert "You no longer stand" in told(district, "auditor")
    assert {row.day.day for row in Watch.objects.filter(shift="night")} == {18}
    night = Watch.objects.get(shift="night")
    for language in ("en", "zh-hans"):
        client = client_for("coordinator", language)
        with clock_at(NOW):
            for url in ("/duty/", f"/duty/watches/{night.id}/", f"/duty/rosters/{stood.id}/"):
                assert client.get(url).status_code == 200
    assert apply(without_nights(), NOW + timedelta(minutes=1)) == []


def test_a_post_that_falls_away_is_no_longer_owed(district: District, stood: Roster) -> None:
    text = PLAN + DUTY.replace(
        "      - {key: leader, title: {zh: 带班领导, en: Leader on duty}, leads: true}\n", ""
    )
    text = text.replace("      - {shifts: [day, night], post: leader, people: 1}\n", "")
    apply(text, NOW)
    unopened = Obligation.objects.filter(kind="duty.watch", opened_at=None, debtor=district.office)
    assert {row.origin.rpartition("/")[2] for row in unopened} == {"officer"}
    assert sorted(standing("auditor")) == [18]


def test_days_that_fall_away_free_the_people(district: District, stood: Roster) -> None:
    apply(changed("to: 2027-02-26", "to: 2027-01-20"), NOW)
    assert sorted(standing("coordinator")) == [18, 19, 20]
    assert not Watch.objects.filter(site=district.office, day__gt="2027-01-20").exists()


def test_another_keeper_draws_up_a_roster_of_its_own(district: District, stood: Roster) -> None:
    apply(changed("basis: 二.1", "kept_by: {codes: [QY]}"), NOW)
    assert sorted(standing("coordinator")) == [18, 19]
    assert Roster.objects.filter(arrangement__key="office", keeper=district.root).exists()


def test_a_plan_without_duty_frees_everybody_from_then_on(district: District, stood: Roster) -> None:
    with override("en"):
        said = apply(PLAN, NOW)
    assert any("7 places in the roster fall away" in str(change.message) for change in said)
    assert (sorted(standing("coordinator")), sorted(standing("auditor"))) == ([18, 19], [18])
    tick(NOW + timedelta(hours=1))
    assert not Obligation.objects.filter(kind="duty.watch", opened_at=None, closed_at=None).exists()


def test_what_was_given_up_can_be_asked_for_again(district: District, stood: Roster) -> None:
    apply(without_nights(), NOW)
    apply(WHOLE, NOW + timedelta(minutes=5))
    tick(NOW + timedelta(hours=1))
    night = Watch.objects.get(site=district.office, shift="night", day="2027-01-19")
    assert Obligation.objects.filter(kind="duty.watch", subject=str(night.id), closed_at=None).count() == 2
    assert "retired" not in Arrangement.objects.get(key="office").terms


def test_what_does_not_touch_the_watches_tells_nobody(district: District, stood: Roster) -> None:
    revision = Roster.objects.get(id=stood.id).revision
    apply(changed("rest: 11 h", "rest: 12 h"), NOW)
    assert Roster.objects.get(id=stood.id).revision == revision
    assert told(district, "coordinator") == told(district, "auditor") == ""


def test_the_first_day_stays_once_a_roster_is_drawn_up_from_it(stood: Roster) -> None:
    later = changed("from: 2027-01-18\n    to: 2027-02-26", "from: 2027-01-20\n    to: 2027-02-26")
    Edition.objects.create(roster=stood, number=1, cells={}, published_at=FOUNDED)
    with override("en"), pytest.raises(Conflict, match="A roster has been drawn up from 2027-01-18 on"):
        apply(later, FOUNDED + DAY)
    assert Arrangement.objects.get(key="office").terms["first"] == "2027-01-18"
    apply(PLAN, FOUNDED + DAY)  # nor by leaving the item out for a while
    with override("en"), pytest.raises(Conflict, match="A roster has been drawn up from 2027-01-18 on"):
        apply(later, FOUNDED + 2 * DAY)
