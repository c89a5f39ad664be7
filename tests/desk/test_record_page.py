"""The record can be read, searched and verified by those it is for."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from duecare.audit import actions as audit
from duecare.audit.models import Detail, Entry, Tree
from duecare.audit.verbs import label, object_label
from duecare.desk.queries.record import LABELS
from duecare.desk.views import record as record_view
from duecare.obligations import actions
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.reports.actions import file_report
from tests.audit.conftest import write
from tests.desk.scene import NOW
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, district
from tests.plans.plans import PLAN, apply, changed

__all__ = ["district"]

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


def test_what_an_entry_is_about_is_said_in_words_and_opens(scene: District) -> None:
    client = client_for("auditor", "en")
    for verb, words in (("orgs.unit_added", ">the unit</a>"), ("orgs.post_added", "a post")):
        lines = client.get(f"/record/?verb={verb}").context["record"].lines
        assert words in client.get(f"/record/{lines[0].row.id}/").content.decode()


def test_of_a_long_record_the_newest_entries_are_verified(
    scene: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_view, "MOST_VERIFIED", 10)
    write(300, NOW, root=scene.root.id, step=timedelta(0))
    audit.sequence(NOW)
    long = Tree.objects.get(root=scene.root.id).size
    page = client_for("auditor", "en").post("/record/verification/", {"root": scene.root.key})
    verdict = page.context["verdict"]
    assert verdict.ok and verdict.entries + verdict.skipped == long
    assert verdict.skipped > 0
    assert "duecare audit verify" in page.content.decode()


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


def test_every_detail_of_an_entry_has_a_name_people_can_read(district: District) -> None:
    apply(PLAN, FOUNDED)
    for hours in (0, 10, 30):
        actions.tick(FOUNDED + timedelta(hours=hours))
    later = FOUNDED + timedelta(hours=30)
    apply(changed("to: 2027-02-28, times: {pm: 15:30}", "to: 2027-02-28, times: {pm: 16:00}"), later)
    report = Obligation.objects.filter(kind="reports.report", closed_at=None, opened_at__isnull=False)[0]
    who = actor_of(f"reporter_{report.debtor.code[3:].lower()}", later)
    file_report(obligation_id=report.id, values=None, client_id=uuid4(), by=who, at=later)
    orgs.leave(user=district.people["leader_x3"], by=actor_of("administrator"), at=later)
    used = {name for body in Detail.objects.values_list("body", flat=True) for name in body}
    assert len(used) > 15
    assert used <= set(LABELS)
    entries = Entry.objects.values_list("verb", "object_kind")
    unnamed = {
        word for verb, kind in entries for word in (verb, kind) if word in (label(verb), object_label(kind))
    }
    assert not unnamed


def test_what_a_plan_changed_is_read_in_sentences(district: District) -> None:
    apply(PLAN, FOUNDED)
    entry = Entry.objects.get(verb="plans.applied")
    with clock_at(FOUNDED):
        page = client_for("auditor", "en").get(f"/record/{entry.id}/").content.decode()
    assert "“Self-check”: owed by 5 units" in page and "&#x27;zh&#x27;" not in page
