"""Several people and workers at the same moment, each with a connection of its own."""

from __future__ import annotations

import pytest

from duecare.duty.actions import drafting, publishing, searching
from duecare.duty.models import Draft, Edition, Search
from duecare.orgs.rules import SYSTEM
from tests.at_once import at_once
from tests.duty.rosters import BEFORE, Office, office

__all__ = ["office"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def drawn(office: Office) -> Draft:
    """A draft that breaks no rule."""
    draft = drafting.begin(roster_id=office.roster.id, by=SYSTEM, at=BEFORE)
    Draft.objects.filter(id=draft.id).update(cells=office.by_hand())
    return draft


def test_a_draft_published_by_three_at_once_is_one_edition(office: Office) -> None:
    number = drawn(office).number

    def publish() -> object:
        return publishing.publish(roster_id=office.roster.id, number=number, edits=0, by=SYSTEM, at=BEFORE).id

    answers = at_once(publish, publish, publish)
    assert set(answers) == {Edition.objects.get().id}
    assert office.standing() == office.places()


def test_two_drafts_published_at_once_are_one_promise_and_one_conflict(office: Office) -> None:
    numbers = [drawn(office).number, drawn(office).number]

    def publish(number: int) -> object:
        publishing.publish(roster_id=office.roster.id, number=number, edits=0, by=SYSTEM, at=BEFORE)
        return "published"

    answers = at_once(*((lambda n=number: publish(n)) for number in numbers))
    assert sorted(map(str, answers)) == ["duty.moved-on", "published"]
    assert office.standing() == office.places()


def test_one_place_set_by_two_at_once_is_set_by_one(office: Office) -> None:
    number, person = drawn(office).number, str(office.keepers["o1"].id)

    def put(now: str) -> object:
        drafting.edit(roster_id=office.roster.id, number=number, person=person, day=0, was="day/officer",
                      now=now, by=SYSTEM, at=BEFORE)  # fmt: skip
        return "set"

    answers = at_once(lambda: put(""), lambda: put("night/officer"))
    assert sorted(map(str, answers)) == ["duty.set-meanwhile", "set"]
    assert Draft.objects.get().edits == 1


def test_a_roster_is_searched_once_whoever_asks_and_by_one_worker(office: Office) -> None:
    def ask() -> object:
        return searching.ask_search(roster_id=office.roster.id, seconds=5, by=SYSTEM, at=BEFORE).id

    assert set(at_once(ask, ask, ask)) == {Search.objects.get().id}
    claims = at_once(*((lambda n=n: searching.claim(f"worker {n}", BEFORE)) for n in range(3)))
    assert sum(claim is not None for claim in claims) == 1
