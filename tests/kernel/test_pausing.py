"""A duty that stands still: nothing happens to it, and afterwards it has the time that was left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.obligations import actions
from duecare.obligations.models import Happening, Obligation, Term
from duecare.orgs.rules import SYSTEM
from tests.kernel.conftest import DUE, OPENS, Drafts
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def only() -> Obligation:
    return Obligation.objects.get()


@pytest.fixture
def still(draft: Drafts) -> Obligation:
    actions.open_many(drafts=[draft()], at=OPENS)
    return actions.pause(obligation_id=only().id, by=SYSTEM, at=DUE - HOUR, why="听证")


def test_the_clock_leaves_it_alone_however_long_it_takes(still: Obligation) -> None:
    before = list(Happening.objects.values_list("what", flat=True))
    actions.tick(DUE + 4 * WEEK)
    assert (only().state, only().late, only().stands_still) == ("open", False, True)
    assert list(Happening.objects.values_list("what", flat=True)) == before


def test_it_goes_on_with_the_time_it_had_and_is_missed_then(still: Obligation) -> None:
    later = DUE + 2 * WEEK
    actions.go_on(obligation_id=still.id, new_due_at=later, by=SYSTEM, at=later - HOUR, why="听证结束")
    term = Term.objects.get()
    assert (term.old_due_at, term.new_due_at, only().due_at) == (DUE, later, later)
    actions.tick(later + timedelta(seconds=59))
    assert not only().late
    actions.tick(later + timedelta(seconds=60))
    assert only().missed_at == later


def test_what_was_missed_before_stays_missed(draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS)
    actions.pause(obligation_id=only().id, by=SYSTEM, at=DUE + HOUR, why="听证")
    assert only().missed_at == DUE
    actions.go_on(obligation_id=only().id, new_due_at=DUE + WEEK, by=SYSTEM, at=DUE + HOUR, why="—")
    assert only().missed_at == DUE


def test_it_can_be_done_and_is_in_time_while_it_stands_still(still: Obligation) -> None:
    actions.discharge(obligation_id=still.id, by=SYSTEM, at=DUE + WEEK)
    assert (only().state, only().late) == ("discharged", False)


def test_twice_or_before_it_opens_or_when_it_does_not_stand_still_is_a_conflict(draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS - HOUR)
    with pytest.raises(Conflict):
        actions.pause(obligation_id=only().id, by=SYSTEM, at=OPENS - HOUR, why="—")
    with pytest.raises(Conflict):
        actions.go_on(obligation_id=only().id, new_due_at=DUE, by=SYSTEM, at=OPENS, why="—")
    actions.pause(obligation_id=only().id, by=SYSTEM, at=OPENS, why="—")
    with pytest.raises(Conflict):
        actions.pause(obligation_id=only().id, by=SYSTEM, at=OPENS, why="—")
    with pytest.raises(BadInput):
        actions.go_on(obligation_id=only().id, new_due_at=DUE - HOUR, by=SYSTEM, at=OPENS, why="—")


def test_only_whom_it_is_owed_to_lets_it_stand_still(draft: Drafts, district: District) -> None:
    actions.open_many(drafts=[draft()], at=OPENS)
    with pytest.raises(NotAllowed):
        actions.pause(obligation_id=only().id, by=actor_of("reporter_x1"), at=OPENS, why="—")
