"""With the code one sees what became of it, adds to it, withdraws it; and everything is forgotten in time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from duecare.attachments import store
from duecare.attachments.actions import forget_due
from duecare.attachments.models import Attachment
from duecare.audit.actions import sequence
from duecare.audit.queries import verify
from duecare.core.errors import Conflict
from duecare.hazards import actions as hazards
from duecare.hazards.models import Hazard
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.receipts.models import Receipt
from duecare.sightings import actions
from duecare.sightings.actions import Sent
from duecare.sightings.models import Message, Sighting
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.people import actor_of, client_for, clock_at
from tests.sightings.conftest import AT, DAY, HOUR, TEXT, Send, photograph
from tests.sightings.test_reading import OWN, put
from tests.sightings.test_sending import picture

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def opened(code: str | None) -> Client:
    client = Client()
    assert code and client.post("/receipt/", {"code": code}).status_code == 302
    return client


def page(client: Client) -> str:
    answer = client.get("/receipt/matter/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_code_shows_the_way_from_arrival_to_close_out(send: Send) -> None:
    sent = send(photographs=[photograph()])
    client = opened(sent.code)
    assert TEXT in page(client) and "1月5日" in page(client) and "1 张照片" in page(client)
    hazard = put(sent.sighting)
    shown = page(client)
    assert "整改" in shown and OWN not in shown, "nothing of what is said inside"
    assert "学区办公室·安全科" in shown
    hazards.put_right(hazard_id=hazard.id, text="已拆除铁链", by=actor_of("reporter_x1"), at=AT + HOUR)
    assert "验收" in page(client) and "铁链" not in page(client).replace(TEXT, "")
    hazards.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader"), at=AT + HOUR, text="内部意见")
    shown = page(client)
    assert "已整改" in shown and "内部意见" not in shown


def test_it_says_when_nobody_has_looked_in_time_and_when_it_is_not_put_right_in_time(send: Send) -> None:
    sent = send()
    client = opened(sent.code)
    with clock_at(AT + DAY + HOUR):
        late = opened(sent.code)
        assert "仍未查看" in page(late)
    hazard = put(sent.sighting)
    with clock_at(hazard.due_at + HOUR):
        assert "整改已逾期" in page(opened(sent.code))
    assert "整改已逾期" not in page(client)


def test_reasons_and_other_ways_are_read_there(send: Send) -> None:
    first, second = send(), send()
    by = actor_of("coordinator")
    actions.close(sighting_id=first.sighting.id, reason="施工围挡，已有告示。", by=by, at=AT + HOUR)
    actions.send_elsewhere(
        sighting_id=second.sighting.id, way="case", reason="这是收费问题。", by=by, at=AT + HOUR
    )
    assert "施工围挡" in page(opened(first.code))
    assert "收费问题" in page(opened(second.code)) and "12345" in page(opened(second.code))


def test_a_duplicate_shows_the_hazard_that_stands_for_it(send: Send) -> None:
    sent = send()
    hazard = put(sent.sighting)
    other = hazards.report_hazard(
        unit=hazard.unit,
        category="fire",
        text="同一扇门",
        client_id=uuid.uuid4(),
        by=actor_of("leader"),
        at=AT,
    )
    hazards.link_duplicate(
        hazard_id=hazard.id, same_as=other.id, why="重复", by=actor_of("leader"), at=AT + HOUR
    )
    hazards.put_right(hazard_id=other.id, text="好了", by=actor_of("leader_x1"), at=AT + HOUR)
    assert "验收" in page(opened(sent.code))


def test_something_is_added_while_nobody_has_decided(send: Send) -> None:
    sent = send()
    client = opened(sent.code)
    form = {"text": "门在楼梯右侧。", "batch": str(uuid.uuid4()), "photographs": picture()}
    assert client.post("/receipt/matter/message/", form).status_code == 302
    again = {**form, "photographs": picture()}
    assert client.post("/receipt/matter/message/", again).status_code == 302
    assert Message.objects.count() == Attachment.objects.count() == 1
    assert "门在楼梯右侧" in page(client)
    assert "门在楼梯右侧" in client_for("coordinator").get(f"/sightings/{sent.sighting.id}/").content.decode()
    wrong = client.post("/receipt/matter/message/", {"text": "", "batch": str(uuid.uuid4())})
    assert wrong.status_code == 422
    actions.close(sighting_id=sent.sighting.id, reason="好", by=actor_of("leader"), at=AT + HOUR)
    late = client.post("/receipt/matter/message/", {"text": "还有", "batch": str(uuid.uuid4())})
    assert late.status_code == 422 and "还有" in late.content.decode(), "the words are given back"
    assert Message.objects.count() == 1
    assert client.post("/receipt/matter/nonsense/").status_code == 404


def test_withdrawn_is_gone_at_once_and_the_code_opens_nothing(send: Send) -> None:
    sent = send(photographs=[photograph()])
    file = Attachment.objects.get().file
    actions.add(sighting_id=sent.sighting.id, text=f"补充{TEXT}", at=AT, client_id=uuid.uuid4())
    client = opened(sent.code)
    assert client.post("/receipt/matter/withdrawal/", {}).status_code == 422
    with commits():
        done = client.post("/receipt/matter/withdrawal/", {"sure": "on"})
    assert done.status_code == 200 and "撤回" in done.content.decode()
    assert TEXT not in everything() and not Receipt.objects.exists()
    assert Attachment.objects.get().forgotten_at == AT
    assert not store.path_of(file).exists()
    assert client.get("/receipt/matter/").status_code == 302
    assert Client().post("/receipt/", {"code": sent.code}).status_code == 404
    assert Obligation.objects.get().state == "waived"
    sequence(AT + HOUR)
    assert verify().ok


def commits() -> Any:
    """Do what waits for the commit, which a test's transaction never reaches."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def test_withdrawn_after_the_decision_the_hazard_stays_and_the_words_go(send: Send) -> None:
    sent = send()
    hazard = put(sent.sighting)
    opened(sent.code).post("/receipt/matter/withdrawal/", {"sure": "on"})
    assert TEXT not in everything()
    assert Hazard.objects.get(id=hazard.id).text == OWN
    assert Sighting.objects.get().decision == "ledger"


def test_what_was_withdrawn_can_be_decided_on_no_more(send: Send) -> None:
    sent = send()
    actions.withdraw(sighting_id=sent.sighting.id, at=AT)
    actions.withdraw(sighting_id=sent.sighting.id, at=AT + HOUR)
    with pytest.raises(Conflict) as refused:
        put(sent.sighting)
    assert refused.value.code == "sighting-withdrawn" and not Hazard.objects.exists()
    assert Sighting.objects.get().withdrawn_at == AT


def test_90_days_after_the_decision_everything_written_is_gone(send: Send) -> None:
    sent = send(photographs=[photograph()])
    actions.add(sighting_id=sent.sighting.id, text=f"补充{TEXT}", at=AT, client_id=uuid.uuid4())
    reason = "施工围挡，已有告示。"
    actions.close(sighting_id=sent.sighting.id, reason=reason, by=actor_of("leader"), at=AT + HOUR)
    kernel.tick(AT + 89 * DAY)
    forget_due(AT + 89 * DAY)
    assert TEXT in everything() and reason in everything() and Receipt.objects.exists()
    last = AT + HOUR + 90 * DAY
    kernel.tick(last)
    forget_due(last)
    assert TEXT not in everything() and reason not in everything()
    assert not Receipt.objects.exists()
    assert Attachment.objects.get().forgotten_at == last
    kept = Sighting.objects.get()
    assert (kept.decision, kept.forgotten_at) == ("nothing", last)
    sequence(last)
    assert verify().ok


def test_nothing_undecided_is_forgotten(send: Send) -> None:
    send()
    kernel.tick(AT + 400 * DAY)
    assert TEXT in everything()


def test_sent_again_after_it_was_forgotten_it_is_still_the_same(send: Send) -> None:
    number = uuid.uuid4()
    sent = send(client_id=number)
    actions.close(sighting_id=sent.sighting.id, reason="好", by=actor_of("leader"), at=AT)
    actions.forget_words(AT + 90 * DAY)
    again = send(client_id=number, at=AT + 91 * DAY)
    assert again.code is None and again.sighting == sent.sighting
    assert Sighting.objects.get().text == ""


def test_one_sighting_takes_no_end_of_additions(send: Send) -> None:
    sent = send()
    for _n in range(20):
        actions.add(sighting_id=sent.sighting.id, text="补充", at=AT, client_id=uuid.uuid4())
    with pytest.raises(Conflict) as refused:
        actions.add(sighting_id=sent.sighting.id, text="补充", at=AT, client_id=uuid.uuid4())
    assert refused.value.code == "sighting-full"


def test_the_page_takes_a_fixed_number_of_statements(send: Send) -> None:
    sent = send()
    client = opened(sent.code)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/receipt/matter/")
        return len(captured)

    before = counted()
    for _n in range(10):
        actions.add(sighting_id=sent.sighting.id, text="补充", at=AT, client_id=uuid.uuid4())
    assert counted() == before <= 4


def closed_out(sent: Sent) -> Hazard:
    """It was put on the ledger, put right and verified."""
    hazard = put(sent.sighting)
    hazards.put_right(hazard_id=hazard.id, text="好了", by=actor_of("leader_x1"), at=AT + HOUR)
    hazards.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader"), at=AT + 2 * HOUR)
    return hazard


def test_that_it_is_not_put_right_makes_the_level_above_look_again(send: Send) -> None:
    sent = send()
    form = {"text": "铁链还在。", "batch": str(uuid.uuid4()), "photographs": picture()}
    early = opened(sent.code).post("/receipt/matter/dispute/", form)
    assert early.status_code == 422 and "铁链还在" in early.content.decode(), "the words are given back"
    assert not Message.objects.exists()
    hazard = closed_out(sent)
    with clock_at(AT + DAY):
        client = opened(sent.code)
        assert "/receipt/matter/dispute/" in page(client)
        for _again in range(2):
            answer = client.post("/receipt/matter/dispute/", {**form, "photographs": picture()})
            assert answer.status_code == 302
        assert "再次查看" in page(client) and "/receipt/matter/dispute/" not in page(client)
        assert Message.objects.count() == Attachment.objects.count() == 1
        looks = Obligation.objects.filter(kind="sightings.look").order_by("opens_at")
        assert [(o.state, o.due_at) for o in looks] == [("discharged", AT + DAY), ("open", AT + 2 * DAY)]
        reader = client_for("coordinator").get(f"/sightings/{sent.sighting.id}/").content.decode()
        assert "铁链还在" in reader and 'id="ledger"' in reader
    assert Hazard.objects.get(id=hazard.id).state == "closed", "nobody but a reader changes the ledger"
    actions.forget_words(AT + 100 * DAY)
    assert TEXT in everything(), "nothing is forgotten while somebody has to look"
    again = put(Sighting.objects.get(), text="通道仍被锁闭，上次验收后复锁。", at=AT + DAY)
    assert again.id == hazard.id and again.state == "reopened"
    kept = Sighting.objects.get()
    assert (kept.disputed_at, kept.open, kept.hazard) == (None, False, hazard)
    assert {o.state for o in Obligation.objects.filter(kind="sightings.look")} == {"discharged"}
    assert "/receipt/matter/dispute/" not in page(opened(sent.code))
    actions.forget_words(AT + 91 * DAY)
    assert TEXT not in everything() and "铁链还在" not in everything()
