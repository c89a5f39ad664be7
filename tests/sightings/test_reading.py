"""Who reads, and what can be made of it: the ledger, a link, nothing, another way; once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.attachments.models import Attachment
from duecare.audit.models import Detail, Entry
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.hazards.actions import report_hazard
from duecare.hazards.models import Hazard, Step
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.actions import add_post, appoint, close_unit
from duecare.orgs.rules import SYSTEM
from duecare.places.models import Place
from duecare.sightings import actions, queries
from duecare.sightings.models import Sighting
from tests.people import FOUNDED, District, actor_of, client_for, clock_at
from tests.sightings.conftest import AT, DAY, HOUR, TEXT, Send, photograph

pytestmark = [pytest.mark.both, pytest.mark.django_db]
OWN = "消防通道上锁，须立即开启并保持畅通。"
OUTSIDERS = ("leader_x1", "reporter_x1", "reporter_d1", "leader_z1", "auditor", "administrator")


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in an hour later."""
    with clock_at(AT + HOUR):
        yield


def put(sighting: Sighting, who: str = "coordinator", **given: Any) -> Hazard:
    values: dict[str, Any] = {
        "unit": sighting.unit, "place": sighting.place, "category": "fire", "level": "general", "text": OWN,
    }  # fmt: skip
    by, at = given.pop("by", None) or actor_of(who), given.pop("at", AT + HOUR)
    return actions.put_on_ledger(sighting_id=sighting.id, by=by, at=at, **(values | given))


def test_the_level_above_finds_it_in_its_inbox_and_reads_it(send: Send) -> None:
    sighting = send(photographs=[photograph()]).sighting
    kernel.tick(AT)
    client, duty = client_for("coordinator"), Obligation.objects.get()
    assert f"/obligations/{duty.id}/" in client.get("/").content.decode()
    page = client.get(f"/obligations/{duty.id}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/sightings/{sighting.id}/"
    assert TEXT in page.content.decode()
    assert f"/sightings/{sighting.id}/" in client.get("/sightings/").content.decode()
    picture = Attachment.objects.get()
    assert client.get(f"/attachments/{picture.id}/").status_code == 200
    assert client_for("leader").get(f"/sightings/{sighting.id}/").status_code == 200


@pytest.mark.parametrize("who", OUTSIDERS)
def test_neither_the_unit_nor_anybody_beside_it_learns_of_it(send: Send, who: str) -> None:
    sighting, client = send(photographs=[photograph()]).sighting, client_for(who)
    duty, picture = Obligation.objects.get(), Attachment.objects.get()
    for address in (
        f"/sightings/{sighting.id}/", f"/sightings/owed/{duty.id}/", f"/obligations/{duty.id}/",
        f"/attachments/{picture.id}/", f"/attachments/{picture.id}/thumbnail/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.post(f"/sightings/{sighting.id}/nothing/", {"reason": "x"}).status_code == 404
    assert sighting.number not in client.get("/sightings/").content.decode()
    assert TEXT not in client.get("/").content.decode()
    assert sighting.place is not None
    shown = client.get(f"/p/{sighting.place.code}/").content.decode()
    assert sighting.number not in shown and TEXT[-10:] not in shown


def test_who_also_holds_a_post_in_the_unit_reads_nothing_about_it(send: Send, district: District) -> None:
    sighting = send().sighting
    post = add_post(unit=district["QY-X1-D1"], kind="inspector", by=SYSTEM, at=FOUNDED)
    appoint(user=district.people["coordinator"], post=post, by=SYSTEM, at=FOUNDED)
    assert client_for("coordinator").get(f"/sightings/{sighting.id}/").status_code == 404
    assert sighting.number not in client_for("coordinator").get("/sightings/").content.decode()
    assert client_for("leader").get(f"/sightings/{sighting.id}/").status_code == 200


def test_of_a_school_s_teaching_point_the_school_reads_and_of_an_office_its_unit(
    send: Send, district: District
) -> None:
    point = send(unit=district["QY-X1-D1"], place=None).sighting
    assert point.level == district["QY-X1"]
    assert client_for("leader_x1").get(f"/sightings/{point.id}/").status_code == 200
    assert client_for("reporter_d1").get(f"/sightings/{point.id}/").status_code == 404
    office = send(unit=district.office, place=None).sighting
    duty = Obligation.objects.get(number=office.number)
    assert (duty.debtor, duty.post) == (district.root, "leader")
    assert client_for("coordinator").get(f"/sightings/{office.id}/").status_code == 404
    assert client_for("leader").get(f"/sightings/{office.id}/").status_code == 200


def test_the_list_and_the_page_agree_on_who_reads(send: Send, district: District) -> None:
    for unit in district.units.values():
        send(unit=unit, place=None)
    for who in district.people:
        by = actor_of(who)
        listed = {s.id for s in queries.waiting(by).open}
        opened = set()
        for sighting in Sighting.objects.all():
            try:
                opened.add(queries.one(by, sighting.id).id)
            except NotFound:
                continue
        assert (
            listed == opened == set(queries.visible(by, list(Sighting.objects.values_list("id", flat=True))))
        ), who


def test_the_unit_gets_the_reader_s_words_and_chosen_photographs_alone(send: Send, door: Place) -> None:
    sighting = send(photographs=[photograph(), photograph(300)]).sighting
    client = client_for("coordinator")
    page = client.get(f"/sightings/{sighting.id}/").content.decode()
    ledger = page[page.index('id="ledger"') : page.index('id="nothing"')]
    assert TEXT not in ledger, "the form begins empty"
    first = Attachment.objects.get(number=1)
    sent = {
        "unit": str(door.unit_id), "place": str(door.id), "text": OWN, "category": "fire", "level": "general",
        "photographs": [str(first.id)],
    }  # fmt: skip
    assert client.post(f"/sightings/{sighting.id}/ledger/", sent).status_code == 302
    hazard, step = Hazard.objects.get(), Step.objects.get()
    assert hazard.text == OWN and hazard.found_at == AT + HOUR
    copy = Attachment.objects.get(matter_id=step.id)
    assert (copy.received_at, copy.by_user) == (AT + HOUR, actor_of("coordinator").user_id)
    seen = client_for("leader_x1").get(f"/hazards/{hazard.id}/").content.decode()
    assert OWN in seen and TEXT not in seen and sighting.number not in seen and str(sighting.id) not in seen
    sighting.refresh_from_db()
    assert (sighting.decision, sighting.hazard) == ("ledger", hazard)
    assert Obligation.objects.get(kind="sightings.look").state == "discharged"
    told = " ".join(str(row.body) for row in Detail.objects.all())
    assert TEXT not in told
    assert not Entry.objects.filter(verb__startswith="sightings.", object_id=str(hazard.id)).exists()


def test_words_that_are_nearly_the_original_are_warned_of_once(send: Send) -> None:
    sighting = send().sighting
    near = TEXT.replace("昨天", "今天")
    with pytest.raises(BadInput) as refused:
        put(sighting, text=near)
    assert refused.value.code == "too-near" and not Hazard.objects.exists()
    client = client_for("coordinator")
    sent = {"unit": str(sighting.unit_id), "text": near, "category": "fire", "level": "general"}
    answer = client.post(f"/sightings/{sighting.id}/ledger/", sent)
    assert answer.status_code == 422 and 'name="near"' in answer.content.decode()
    assert 'name="near"' not in client.get(f"/sightings/{sighting.id}/").content.decode()
    assert client.post(f"/sightings/{sighting.id}/ledger/", {**sent, "near": "on"}).status_code == 302
    assert Hazard.objects.get().text == near


def test_it_can_belong_to_a_hazard_that_is_there(send: Send, district: District, door: Place) -> None:
    hazard = report_hazard(
        unit=door.unit, place=door, category="fire", text="通道上锁", client_id=uuid.uuid4(), by=actor_of("leader_x1"),
        at=AT,
    )  # fmt: skip
    other = report_hazard(
        unit=district["QY-Z1"],
        category="fire",
        text="别处",
        client_id=uuid.uuid4(),
        by=actor_of("leader_z1"),
        at=AT,
    )
    sighting = send().sighting
    with pytest.raises(Conflict):
        actions.link(sighting_id=sighting.id, hazard_id=other.id, by=actor_of("leader"), at=AT)
    before = Hazard.objects.filter(id=hazard.id).values().get()
    client = client_for("coordinator")
    assert client.post(f"/sightings/{sighting.id}/link/", {"hazard": str(other.id)}).status_code == 422
    assert client.post(f"/sightings/{sighting.id}/link/", {"hazard": str(hazard.id)}).status_code == 302
    sighting.refresh_from_db()
    assert (sighting.decision, sighting.hazard) == ("linked", hazard)
    assert Hazard.objects.filter(id=hazard.id).values().get() == before
    assert Step.objects.filter(hazard=hazard).count() == 1


def test_nothing_to_do_and_another_way_need_a_reason(send: Send) -> None:
    first, second = send().sighting, send().sighting
    client = client_for("leader")
    assert client.post(f"/sightings/{first.id}/nothing/", {"reason": " "}).status_code == 422
    assert (
        client.post(f"/sightings/{first.id}/nothing/", {"reason": "施工围挡，已有告示。"}).status_code == 302
    )
    no_way = {"way": "police", "reason": "x"}
    assert client.post(f"/sightings/{second.id}/elsewhere/", no_way).status_code == 422
    sent = {"way": "case", "reason": "这是收费问题。"}
    assert client.post(f"/sightings/{second.id}/elsewhere/", sent).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.decision, second.decision, second.way) == ("nothing", "elsewhere", "case")
    assert {o.state for o in Obligation.objects.all()} == {"discharged"}
    assert client.post(f"/sightings/{first.id}/nonsense/").status_code == 404


def test_of_two_readers_the_second_is_told(send: Send) -> None:
    sighting = send().sighting
    actions.close(sighting_id=sighting.id, reason="已处理", by=actor_of("coordinator"), at=AT + HOUR)
    with pytest.raises(Conflict) as refused:
        put(sighting, who="leader")
    assert refused.value.code == "sighting-decided" and not Hazard.objects.exists()
    answer = client_for("leader").post(f"/sightings/{sighting.id}/nothing/", {"reason": "x"}, follow=True)
    assert "已处理" in answer.content.decode() and Sighting.objects.get().reason == "已处理"


def test_a_closed_unit_s_hazard_goes_on_the_ledger_of_the_level_above(send: Send, district: District) -> None:
    sighting = send(unit=district["QY-X1-D1"], place=None).sighting
    close_unit(unit=district["QY-X1-D1"], by=SYSTEM, at=AT, why="并入")
    assert sighting.level == district["QY-X1"]
    with pytest.raises(BadInput):
        put(sighting, who="leader")
    hazard = put(sighting, who="leader", unit=district["QY-X1"])
    assert hazard.unit == district["QY-X1"]


def test_late_is_late_and_climbs_upward_never_down(send: Send, district: District) -> None:
    send(unit=district["QY-X1-D1"], place=None)
    for after in (HOUR, DAY + HOUR, 3 * DAY):
        kernel.tick(AT + after)
    duty = Obligation.objects.get()
    assert duty.missed_at == AT + DAY
    told = {
        person for h in duty.happenings.all() for person in h.recipients if h.what in ("remind", "escalate")
    }
    below = {str(district.people[who].id) for who in ("reporter_d1", "reporter_x1")}
    assert told and not told & below
    assert str(district.people["leader_x1"].id) in told


def test_pages_take_the_same_number_of_statements_with_many(send: Send) -> None:
    sighting = send(photographs=[photograph()]).sighting
    client = client_for("coordinator")

    def counted() -> list[int]:
        found = []
        for address in ("/sightings/", f"/sightings/{sighting.id}/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    counted()
    before = counted()
    for n in range(10):
        send()
        actions.add(sighting_id=sighting.id, text=f"补充{n}", at=AT, client_id=uuid.uuid4())
        report_hazard(
            unit=sighting.unit,
            category="fire",
            text=f"{n}",
            client_id=uuid.uuid4(),
            by=actor_of("leader_x1"),
            at=AT,
        )
    report_first = counted()
    assert [a - b for a, b in zip(report_first, before, strict=True)] in ([0, 0], [0, 1])
