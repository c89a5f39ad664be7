"""The record can be read, searched and verified by those it is for."""

from __future__ import annotations

import pytest

from duecare.audit.models import Entry
from tests.people import District, client_for

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_entries_are_shown_newest_first_with_names(scene: District) -> None:
    lines = client_for("auditor").get("/record/").context["record"].lines
    assert lines
    assert [line.row.at for line in lines] == sorted((line.row.at for line in lines), reverse=True)


def test_one_act_can_be_picked_out(scene: District) -> None:
    client = client_for("auditor")
    client_for("reporter_z1").post("/calendar/feed/address/")
    lines = client.get("/record/?verb=desk.feed-made").context["record"].lines
    assert [line.row.verb for line in lines] == ["desk.feed-made"]
    assert lines[0].post.kind == "reporter"
    assert client.get(f"/record/{lines[0].row.id}/").status_code == 200


def test_verifying_says_what_it_found(scene: District) -> None:
    client = client_for("auditor", "en")
    verdict = client.post("/record/verification/", {"root": scene.root.key}).context["verdict"]
    assert verdict.ok


def test_a_head_that_is_none_is_refused_with_a_sentence(scene: District) -> None:
    values = {"root": scene.root.key, "against": "not a head"}
    answer = client_for("auditor", "en").post("/record/verification/", values)
    assert answer.status_code == 400
    assert "No signed head" in answer.content.decode()


def test_a_reporter_does_not_read_the_record(scene: District) -> None:
    client = client_for("reporter_x3")
    assert client.get("/record/").status_code == 403
    entry = Entry.objects.filter(root=scene.root.id).first()
    assert entry is not None
    assert client.get(f"/record/{entry.id}/").status_code == 403
