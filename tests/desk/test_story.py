"""A duty's page tells everything that happened to it, and entitled posts may change what is owed."""

from __future__ import annotations

import pytest

from duecare.audit.models import Entry
from duecare.obligations.models import Obligation
from tests.desk.scene import NOW
from tests.people import District, client_for

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def silent(scene: District) -> Obligation:
    return Obligation.objects.get(debtor=scene["QY-X3"], due_at=NOW.replace(hour=7, minute=30))


def test_the_story_is_told_in_order(scene: District) -> None:
    events = client_for("coordinator").get(f"/obligations/{silent(scene).id}/").context["story"].events
    assert [event.what for event in events] == ["opened", "remind", "missed", "remind", "remind", "tell"]
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_another_schools_duty_is_not_there(scene: District) -> None:
    assert client_for("reporter_z1").get(f"/obligations/{silent(scene).id}/").status_code == 404
    assert client_for("reporter_x3").get(f"/obligations/{silent(scene).id}/").status_code == 200


def test_waiving_needs_a_reason_and_goes_on_record(scene: District) -> None:
    row, client = silent(scene), client_for("coordinator")
    assert client.post(f"/obligations/{row.id}/waiver/", {"waive-why": ""}).status_code == 400
    client.post(f"/obligations/{row.id}/waiver/", {"waive-why": "停电"})
    row.refresh_from_db()
    assert (row.state, row.closed_why, row.late) == ("waived", "停电", True)
    assert Entry.objects.filter(verb="obligations.waived", object_id=str(row.id)).exists()


def test_an_extension_is_read_in_the_zone_of_the_unit(scene: District) -> None:
    row = silent(scene)
    answer = client_for("coordinator").post(
        f"/obligations/{row.id}/term/",
        {"extend-day": "2027-03-06", "extend-time": "12:00", "extend-why": "道路积雪"},
    )
    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.due_at.isoformat() == "2027-03-06T04:00:00+00:00"
    assert row.late


def test_a_duty_passes_to_another_unit(scene: District) -> None:
    row = silent(scene)
    values = {"reassign-unit": "QY-X2", "reassign-post": "reporter", "reassign-why": "并校"}
    client_for("coordinator").post(f"/obligations/{row.id}/transfer/", values)
    row.refresh_from_db()
    assert row.debtor_id == scene["QY-X2"].id
    page = client_for("coordinator", "en").get(f"/obligations/{row.id}/").content.decode()
    assert "No. 3 Primary School → No. 2 Primary School" in page


def test_who_owes_it_can_not_let_oneself_off(scene: District) -> None:
    row = silent(scene)
    client = client_for("reporter_x3")
    assert 'id="change"' not in client.get(f"/obligations/{row.id}/").content.decode()
    assert client.post(f"/obligations/{row.id}/waiver/", {"waive-why": "我说的"}).status_code == 403
    row.refresh_from_db()
    assert row.closed_at is None


def test_snow_closes_the_schools(scene: District) -> None:
    client = client_for("coordinator")
    values = {"unit": "QY", "day": "2027-03-06", "why": "大雪停课"}
    assert client.post("/suspensions/", values).status_code == 302
    rows = Obligation.objects.filter(slot="2027-03-06")
    assert {row.closed_as for row in rows} == {"waived"}
    assert "大雪停课" in client.get("/suspensions/").content.decode()
    assert client_for("reporter_x3").get("/suspensions/").status_code == 403
