"""A roster is owed by whoever keeps it now: what the plan gives up is closed with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from duecare.duty.actions.opening import open_due
from duecare.duty.actions.rosters_owed import owed
from duecare.duty.models import Roster
from duecare.obligations.actions import tick
from duecare.obligations.models import Happening, Obligation
from tests.duty.test_plan import DAY, WHOLE, changed, local
from tests.people import FOUNDED, District, district
from tests.plans.plans import PLAN, apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
ELSEWHERE = changed("basis: 二.1", "kept_by: {codes: [QY]}")


def of(code: str) -> list[Obligation]:
    """What a unit owes or owed of rosters, the first first."""
    return list(Obligation.objects.filter(kind="duty.roster", debtor__code=code).order_by("opens_at"))


def test_a_roster_that_is_no_longer_asked_for_is_closed_with_the_reason(district: District) -> None:
    apply(WHOLE, FOUNDED)
    with override("en"):
        said = apply(PLAN, FOUNDED + DAY)
    assert any("5 rosters that were owed are no longer asked for" in str(one.message) for one in said)
    assert not any("already open" in str(one.message) for one in said)
    rows = Obligation.objects.filter(kind="duty.roster")
    assert {(row.closed_as, row.closed_why, row.closed_by) for row in rows} == {
        ("waived", "The plan no longer asks for this roster.", None)
    }
    assert rows.count() == Happening.objects.filter(what="waived").count() == 6


def test_another_keeper_owes_it_and_the_first_no_longer(district: District) -> None:
    apply(WHOLE, FOUNDED)
    with override("en"):
        said = apply(ELSEWHERE, FOUNDED + DAY)
    assert "1 roster that was owed is no longer asked for" in str(said[0].message)
    (old,), (new,) = of("QY-AQ"), of("QY")
    assert (old.closed_as, old.closed_at) == ("waived", FOUNDED + DAY)
    assert old.closed_why == "The plan has changed: this unit no longer keeps the roster."
    assert (new.closed_at, new.opens_at, new.due_at) == (None, FOUNDED + DAY, local(15, 18))
    assert of("QY-X1")[0].closed_at is None


def test_who_comes_to_keep_it_late_has_a_day_and_a_miss_stays_with_who_missed_it(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(15, 19))
    apply(ELSEWHERE, local(16, 9))
    (old,), (new,) = of("QY-AQ"), of("QY")
    assert (old.missed_at, old.closed_as) == (local(15, 18), "waived")
    assert (new.missed_at, new.due_at) == (None, local(17, 9))
    before = Obligation.objects.count()
    open_due(local(16, 10), local(16, 10))
    assert Obligation.objects.filter(kind="duty.roster").count() == 7 <= before


def test_who_keeps_it_again_owes_it_again(district: District) -> None:
    apply(WHOLE, FOUNDED)
    apply(ELSEWHERE, FOUNDED + DAY)
    apply(WHOLE, FOUNDED + 2 * DAY)
    first, second = of("QY-AQ")
    assert (first.closed_as, second.closed_at) == ("waived", None)
    assert second.origin == first.origin + "-2"
    roster = Roster.objects.select_related("arrangement").get(keeper=district.office)
    assert owed(roster, FOUNDED + 2 * DAY) == second
    assert of("QY")[0].closed_as == "waived"


def test_what_was_given_up_and_is_asked_for_again_is_owed_again_once(district: District) -> None:
    for text in (WHOLE, PLAN, WHOLE):
        apply(text, FOUNDED + DAY)
    for hours in (1, 2):
        at = FOUNDED + DAY + timedelta(hours=hours)
        open_due(at, at)
    still = Obligation.objects.filter(kind="duty.roster", closed_at=None)
    assert (still.count(), Obligation.objects.filter(kind="duty.roster").count()) == (6, 12)


def test_after_the_period_nobody_is_asked_for_a_roster(district: District) -> None:
    apply(WHOLE, FOUNDED)
    apply(ELSEWHERE, local(27, 9, month=2))
    assert of("QY") == []
