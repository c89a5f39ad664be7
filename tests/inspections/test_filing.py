"""Filing an inspection: once, with its evidence, and a hazard for everything that failed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from duecare.attachments import queries as attachments
from duecare.attachments.models import Attachment
from duecare.audit.models import Detail, Entry
from duecare.core.errors import BadInput, NotAllowed, NotFound
from duecare.hazards import actions as hazards
from duecare.hazards.models import Hazard, Owed, Step
from duecare.inspections import actions, queries
from duecare.inspections.actions import Filed, Said
from duecare.inspections.models import Found, Inspection
from duecare.obligations.models import Obligation
from duecare.orgs.actions import close_unit
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import close_place
from duecare.places.models import Place
from tests.at_once import at_once
from tests.inspections.conftest import AT, DAY, HOUR, INSPECTOR, Walk, filed, photographed
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_all_well_is_an_inspection_without_findings(walk: Walk) -> None:
    came = filed(walk())
    kept = came.inspection
    assert (came.new, list(came.found), kept.failed) == (True, [], 0)
    assert kept.passed > 15 and kept.received_at == AT
    assert not Hazard.objects.exists()
    assert Entry.objects.get(verb="inspections.filed", object_kind="inspection").object_id == str(kept.id)


def test_a_blocked_exit_cleared_and_an_overheated_socket(
    district: District, walk: Walk, stairs: Place
) -> None:
    number = uuid.uuid4()
    exit_before, exit_after, socket = (photographed(number) for _ in range(3))
    sent = walk(
        {
            "corridors-clear": Said(
                "fail", "纸箱堵住楼梯口", (exit_before,), (exit_after,), on_the_spot=True
            ),
            "hot-spots": Said("fail", "插座发黑", (socket,)),
        },
        number,
    )
    filed(sent)
    cleared, hot = Hazard.objects.order_by("category")[1], Hazard.objects.order_by("category")[0]
    assert (cleared.category, cleared.on_the_spot, cleared.state) == ("fire", True, "put_right")
    assert (hot.category, hot.level, hot.state, hot.place) == ("electricity", "general", "accepted", stairs)
    assert hot.due_at == AT + 7 * DAY + timedelta(hours=13, minutes=59)
    assert "插座发黑" in hot.text and "不合格" in hot.text
    duty = Obligation.objects.get(kind="hazards.rectify")
    assert (duty.debtor, duty.creditor) == (district["QY-X1"], district.root)
    steps = {(step.hazard_id, step.kind): step.id for step in Step.objects.all()}
    carried = dict(Attachment.objects.filter(matter_kind="hazards.step").values_list("matter_id", "original"))
    assert set(carried) == {
        steps[cleared.id, "found"], steps[cleared.id, "put_right"], steps[hot.id, "found"]
    }  # fmt: skip
    with pytest.raises(NotAllowed):  # nobody verifies what they put right
        hazards.verify(hazard_id=cleared.id, passed=True, by=actor_of(INSPECTOR), at=AT)
    assert set(Found.objects.values_list("item", "hazard")) == {
        ("corridors-clear", cleared.id),
        ("hot-spots", hot.id),
    }


def test_what_the_list_or_the_inspector_holds_for_major_is_major_and_never_settled_on_the_spot(
    walk: Walk,
) -> None:
    number = uuid.uuid4()
    one, two, three = (photographed(number) for _ in range(3))
    sent = walk(
        {
            "exits-open": Said("fail", "上锁", (one,), (two,), on_the_spot=True),
            "fire-doors": Said("fail", "", (three,), major=True),
        },
        number,
    )
    filed(sent)
    assert set(Hazard.objects.values_list("level", flat=True)) == {"major"}
    assert set(Owed.objects.values_list("kind", flat=True)) == {"hazards.commit"}
    locked = Hazard.objects.get(text__contains="上锁")
    step = Step.objects.get(hazard=locked, kind="found")
    assert Attachment.objects.filter(matter_kind="hazards.step", matter_id=step.id).count() == 2


def test_the_same_sent_again_is_there_once(walk: Walk) -> None:
    number = uuid.uuid4()
    sent = walk({"hot-spots": Said("fail", "热", (photographed(number),))}, number)
    first = filed(sent)
    again = filed(sent, at=AT + HOUR)
    assert (again.inspection, again.new, again.other) == (first.inspection, False, None)
    assert [one.item for one in again.found] == ["hot-spots"]
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)
    # The phone's clock decides nothing: the same with another time is the same.
    assert not filed(replace(sent, began=AT - 365 * DAY), at=AT + HOUR).new


@pytest.mark.django_db(transaction=True)
def test_the_same_queue_from_two_tabs_at_once_is_there_once(walk: Walk) -> None:
    number = uuid.uuid4()
    sent = walk({"hot-spots": Said("fail", "热", (photographed(number),))}, number)
    answers = at_once(*[lambda: filed(sent) for _ in range(4)])
    assert sum(isinstance(one, Filed) and one.new for one in answers) == 1
    assert (Inspection.objects.count(), Hazard.objects.count(), Found.objects.count()) == (1, 1, 1)


def test_missing_answers_photographs_and_nonsense_say_at_which_item(walk: Walk) -> None:
    number = uuid.uuid4()
    whole = walk(number=number)
    some = dict(whole.answers)
    some.pop("fire-doors")
    for answers, code, where in (
        (some, "answer-missing", "fire-doors"),
        ({**whole.answers, "fire-doors": Said("perhaps")}, "answer-unknown", "fire-doors"),
        ({**whole.answers, "fire-doors": Said("fail")}, "answer-no-photograph", "fire-doors"),
        ({**whole.answers, "no-such": Said("pass")}, "item-unknown", "no-such"),
        ({**whole.answers, "exit-signs": Said("fail", "x" * 501)}, "note-too-long", "exit-signs"),
        (
            {**whole.answers, "exit-signs": Said("fail", on_the_spot=True)},
            "no-photograph-after",
            "exit-signs",
        ),
        (
            {**whole.answers, "exit-signs": Said("fail", "", (uuid.uuid4(),))},
            "photograph-missing",
            "exit-signs",
        ),
    ):
        with pytest.raises(BadInput) as refused:
            filed(replace(whole, answers=answers))
        assert (refused.value.code, refused.value.where) == (code, where)
    assert not Inspection.objects.exists() and not Hazard.objects.exists()


def test_another_s_photograph_is_no_evidence(walk: Walk) -> None:
    number = uuid.uuid4()
    theirs = photographed(number, "leader_z1")
    with pytest.raises(BadInput) as refused:
        filed(walk({"hot-spots": Said("fail", "", (theirs,))}, number))
    assert refused.value.code == "photograph-missing"
    elsewhere = photographed(uuid.uuid4())
    with pytest.raises(BadInput):
        filed(walk({"hot-spots": Said("fail", "", (elsewhere,))}, number))


def test_who_may_inspect_where(district: District, walk: Walk, stairs: Place) -> None:
    with pytest.raises(NotAllowed):
        filed(walk(who="leader_z1"), "leader_z1")
    with pytest.raises(NotAllowed):
        actions.keep_photograph(
            file=None, client_id=uuid.uuid4(), inspection=uuid.uuid4(), by=actor_of("auditor"), at=AT  # type: ignore[arg-type]
        )  # fmt: skip
    with pytest.raises(BadInput):  # the school's stairs are not the teaching point's
        filed(walk(unit=district["QY-X1-D1"].id))
    with pytest.raises(NotFound):
        filed(walk(unit=uuid.uuid4()))
    with pytest.raises(NotFound):
        filed(walk(checklist="0" * 64))
    district_inspects = filed(walk(who="coordinator"), "coordinator").inspection
    assert (district_inspects.by_unit, district_inspects.unit) == (district.office, district["QY-X1"])


def test_a_unit_closed_meanwhile_loses_nothing(district: District, walk: Walk) -> None:
    number, point = uuid.uuid4(), district["QY-X1-D1"]
    said = {"hot-spots": Said("fail", "热", (photographed(number),))}
    sent = walk(said, number, unit=point.id, place=None)
    close_unit(unit=point, why="并入第一小学", by=SYSTEM, at=AT)
    came = filed(sent, at=AT + HOUR)
    assert came.new and [(one.hazard, one.why) for one in came.found] == [(None, "unit-closed")]


def test_a_place_closed_meanwhile_is_named_in_the_words(walk: Walk, stairs: Place) -> None:
    number = uuid.uuid4()
    sent = walk({"hot-spots": Said("fail", "热", (photographed(number),))}, number)
    close_place(place=stairs, by=actor_of("leader_x1"), at=AT)
    hazard = filed(sent, at=AT + HOUR).found[0].hazard
    assert hazard is not None and hazard.place is None and hazard.text.startswith("教学楼东楼梯：")


def test_what_comes_back_major_is_not_settled_on_the_spot_by_a_walk(walk: Walk) -> None:
    number = uuid.uuid4()
    first = filed(walk({"hot-spots": Said("fail", "热", (photographed(number),), major=True)}, number))
    Hazard.objects.filter(found_on=first.found[0]).update(
        accepted_at=AT, put_right_at=AT, closed_at=AT + HOUR
    )
    number = uuid.uuid4()
    said = Said("fail", "又热", (photographed(number),), (photographed(number),), on_the_spot=True)
    again = filed(walk({"hot-spots": said}, number), at=AT + DAY)
    hazard = Hazard.objects.get()
    assert [one.hazard_id for one in again.found] == [hazard.id]
    assert (hazard.level, hazard.put_right_at, hazard.reopened) == ("major", None, 1)


def test_words_go_after_90_days_and_photographs_too_while_the_result_stays(walk: Walk) -> None:
    number = uuid.uuid4()
    came = filed(walk({"hot-spots": Said("fail", "插座发黑", (photographed(number),))}, number))
    assert actions.forget_words(AT + 89 * DAY) == 0
    assert actions.forget_words(AT + 90 * DAY) == 1
    kept = Inspection.objects.get()
    assert (kept.words, bytes(kept.content_hash), kept.failed) == ({}, b"", 1)
    assert kept.answers["hot-spots"]["outcome"] == "fail"
    assert not Detail.objects.filter(
        body__contains="插座发黑", entry__object_kind__startswith="insp"
    ).exists()
    hanging = Attachment.objects.filter(matter_kind="inspections.inspection")
    assert {one.forget_at for one in hanging} == {AT + 90 * DAY}
    assert came.inspection == kept


def test_nobody_sees_photographs_of_an_inspection_that_has_not_come(walk: Walk) -> None:
    number = uuid.uuid4()
    photographed(number)
    matter = Attachment.objects.get().matter_id
    see: dict[str, Any] = {"matter_kind": "inspections.inspection", "matter_ids": [matter]}
    assert attachments.of(by=actor_of(INSPECTOR), **see) == {}
    filed(walk(number=number))
    assert len(attachments.of(by=actor_of("leader_x1"), **see)[matter]) >= 1
    assert attachments.of(by=actor_of("leader_z1"), **see) == {}


def test_the_page_is_cut_to_rights(walk: Walk) -> None:
    number = uuid.uuid4()
    inspection = filed(walk({"hot-spots": Said("fail", "热", (photographed(number),))}, number)).inspection
    page = queries.report(actor_of("coordinator"), inspection.id, AT)
    lines = [line for _section, rows in page.sections for line in rows if line.hazard]
    assert [(line.note, len(line.photographs)) for line in lines] == [("热", 1)]
    with pytest.raises(NotFound):
        queries.report(actor_of("leader_z1"), inspection.id, AT)
