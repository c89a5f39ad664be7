"""Double clicks, two readers, and a withdrawal, at the same moment."""

from __future__ import annotations

import uuid

import pytest

from duecare.hazards.models import Hazard
from duecare.obligations.models import Obligation
from duecare.receipts.models import Receipt
from duecare.sightings import actions
from duecare.sightings.models import Sighting
from tests.at_once import at_once
from tests.people import actor_of
from tests.sightings.conftest import AT, HOUR, TEXT, Send
from tests.sightings.test_reading import put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_of_four_clicks_one_gets_the_code(send: Send) -> None:
    number = uuid.uuid4()
    answers = at_once(*[lambda: send(client_id=number).code] * 4)
    assert sorted(answer is None for answer in answers) == [False, True, True, True]
    assert Sighting.objects.count() == Receipt.objects.count() == Obligation.objects.count() == 1


def test_of_two_readers_one_decides_and_the_other_is_told(send: Send) -> None:
    sighting = send().sighting
    judges = [actor_of("coordinator"), actor_of("leader")]
    answers = at_once(
        lambda: str(put(sighting, by=judges[0]).id),
        lambda: (
            actions.close(sighting_id=sighting.id, reason="无需处理", by=judges[1], at=AT + HOUR).decision
        ),
    )
    assert "sighting-decided" in answers
    kept = Sighting.objects.get()
    assert Hazard.objects.count() == (1 if kept.decision == "ledger" else 0)
    assert Obligation.objects.get(kind="sightings.look").state == "discharged"


def test_withdrawn_while_somebody_decides_leaves_no_words(send: Send) -> None:
    sighting, judge = send().sighting, actor_of("coordinator")
    at_once(
        lambda: actions.withdraw(sighting_id=sighting.id, at=AT + HOUR),
        lambda: str(put(sighting, by=judge).id),
    )
    kept = Sighting.objects.get()
    assert kept.withdrawn_at == AT + HOUR and kept.text == "" != TEXT
    assert not Receipt.objects.exists()
