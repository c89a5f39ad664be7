"""A general hazard: found, put right, verified by another person, seven days; and all that can go otherwise."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duecare.attachments.models import Attachment
from duecare.audit.models import Entry
from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.hazards import actions, queries
from duecare.hazards.models import Hazard, Owed, Step
from duecare.obligations.actions import suspend_day, tick
from duecare.obligations.models import Obligation
from tests.hazards.conftest import AT, DAY, HOUR, TEXT, Report
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def owed(hazard: Hazard) -> list[str]:
    """What is open, by kind."""
    return sorted(
        kind.partition(".")[2]
        for kind in Owed.objects.filter(hazard=hazard, obligation__closed_at=None).values_list(
            "kind", flat=True
        )
    )


def test_from_a_hot_socket_to_close_out(district: District, report: Report, photograph) -> None:
    hazard = report(photographs=[photograph()])
    assert (hazard.state, owed(hazard)) == ("accepted", ["rectify"])
    duty = Obligation.objects.get(kind="hazards.rectify")
    assert (duty.debtor, duty.creditor) == (district["QY-X1"], district.root)
    assert duty.due_at == hazard.due_at == AT + 7 * DAY + timedelta(hours=13, minutes=59)
    assert duty.title == "整改：教学楼东楼梯" and duty.title_en == "rectification: Stairs east"
    actions.put_right(hazard_id=hazard.id, text="已更换插座", by=actor_of("reporter_x1"), at=AT + DAY)
    hazard.refresh_from_db()
    assert (hazard.state, owed(hazard)) == ("put_right", ["verify"])
    with pytest.raises(NotAllowed):  # a reporter does not verify
        actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("reporter_x1"), at=AT + DAY)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader_x1"), at=AT + 2 * DAY)
    hazard.refresh_from_db()
    assert (hazard.state, owed(hazard)) == ("closed", [])
    assert not Obligation.objects.exclude(closed_as="discharged").exists()
    assert list(Step.objects.order_by("at").values_list("kind", flat=True)) == [
        "found",
        "put_right",
        "verified",
    ]
    assert Entry.objects.filter(verb="hazards.found").count() == 2
    assert Attachment.objects.get().forget_at == AT + 92 * DAY


def test_the_same_sent_twice_is_one_hazard_and_other_words_are_a_conflict(report: Report) -> None:
    number = uuid.uuid4()
    first = report(client_id=number)
    assert report(client_id=number, at=AT + HOUR) == first
    assert report("leader_x1", client_id=number) != first  # the number belongs to its author
    with pytest.raises(Conflict):
        report(client_id=number, text="别的")
    assert Hazard.objects.count() == 2


def test_put_right_on_the_spot_needs_the_photograph_after_and_another_person(
    report: Report, photograph
) -> None:
    with pytest.raises(BadInput):
        report(on_the_spot=True)
    with pytest.raises(BadInput):
        report(on_the_spot=True, level="major", after=[photograph()])
    hazard = report(on_the_spot=True, after=[photograph()])
    assert (hazard.state, hazard.on_the_spot, owed(hazard)) == ("put_right", True, ["verify"])
    step = Step.objects.get(kind="put_right")
    assert Attachment.objects.get().matter_id == step.id
    with pytest.raises(NotAllowed):
        actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("reporter_d1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader_x1"), at=AT + HOUR)


def test_a_failed_verification_opens_it_again_with_its_old_deadline(report: Report) -> None:
    hazard = report()
    old = hazard.due_at
    actions.put_right(hazard_id=hazard.id, text="已处理", by=actor_of("leader_x1"), at=old - HOUR)
    assert Obligation.objects.get(kind="hazards.verify").debtor.code == "QY"  # a head does not judge himself
    late = old + DAY
    with pytest.raises(BadInput):
        actions.verify(hazard_id=hazard.id, passed=False, by=actor_of("coordinator"), at=late)
    actions.verify(hazard_id=hazard.id, passed=False, text="仍发热", by=actor_of("coordinator"), at=late)
    hazard.refresh_from_db()
    assert (hazard.state, hazard.due_at, hazard.reopened) == ("reopened", old, 1)
    tick(late + HOUR)
    again = Obligation.objects.get(kind="hazards.rectify", closed_at=None)
    assert (again.due_at, again.missed_at) == (old, old)


def test_what_comes_back_within_90_days_is_the_same_hazard(report: Report) -> None:
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader_x1"), at=AT)
    assert report(category="fire", at=AT + DAY) != hazard
    again = report(at=AT + 89 * DAY, text="又发热")
    assert again == hazard and again.state == "reopened" and again.closed_at is None
    assert again.due_at > AT + 95 * DAY and again.forget_at is None
    assert owed(again) == ["rectify"]


def test_after_90_days_it_is_a_new_one(report: Report) -> None:
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader_x1"), at=AT)
    assert report(at=AT + 91 * DAY) != hazard


def test_more_time_is_asked_for_and_decided_above(report: Report) -> None:
    hazard, old = report(), report().due_at
    ask = {"hazard_id": hazard.id, "why": "等配件", "at": AT + DAY}
    with pytest.raises(BadInput):
        actions.ask_for_more_time(**ask, until=old, by=actor_of("leader_x1"))  # type: ignore[arg-type]
    actions.ask_for_more_time(**ask, until=old + 3 * DAY, by=actor_of("leader_x1"))  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        actions.ask_for_more_time(**ask, until=old + 5 * DAY, by=actor_of("reporter_x1"))  # type: ignore[arg-type]
    assert owed(hazard) == ["extension", "rectify"]
    with pytest.raises(NotAllowed):
        actions.decide_on_more_time(hazard_id=hazard.id, granted=True, by=actor_of("leader_x1"), at=AT + DAY)
    with pytest.raises(BadInput):
        actions.decide_on_more_time(hazard_id=hazard.id, granted=False, by=actor_of("leader"), at=AT + DAY)
    tick(old + HOUR)
    actions.decide_on_more_time(hazard_id=hazard.id, granted=True, by=actor_of("coordinator"), at=old + HOUR)
    hazard.refresh_from_db()
    duty = Owed.objects.get(hazard=hazard, kind="hazards.rectify").obligation
    assert (hazard.due_at, hazard.due_basis, duty.due_at) == (old + 3 * DAY, "extension", old + 3 * DAY)
    assert duty.missed_at == old  # granted late, the miss stays
    assert owed(hazard) == ["rectify"]


def test_refused_more_time_leaves_the_deadline(report: Report) -> None:
    hazard = report()
    old = hazard.due_at
    actions.ask_for_more_time(
        hazard_id=hazard.id, why="等配件", until=old + DAY, by=actor_of("reporter_x1"), at=AT
    )
    actions.decide_on_more_time(
        hazard_id=hazard.id, granted=False, why="可先停用", by=actor_of("leader"), at=AT
    )
    hazard.refresh_from_db()
    assert (hazard.due_at, owed(hazard)) == (old, ["rectify"])


def test_a_duplicate_is_linked_by_the_level_above_and_stays(report: Report) -> None:
    hazard, other = report(), report(text="同一插座")
    link = {"hazard_id": other.id, "same_as": hazard.id, "why": "同一处", "at": AT}
    with pytest.raises(NotAllowed):
        actions.link_duplicate(**link, by=actor_of("leader_x1"))  # type: ignore[arg-type]
    actions.link_duplicate(**link, by=actor_of("coordinator"))  # type: ignore[arg-type]
    other.refresh_from_db()
    assert (other.state, owed(other), owed(hazard)) == ("linked", [], ["rectify"])
    with pytest.raises(Conflict):
        actions.link_duplicate(
            hazard_id=hazard.id, same_as=other.id, why="反过来", by=actor_of("coordinator"), at=AT
        )


def test_strangers_see_nothing_and_do_nothing(report: Report) -> None:
    hazard = report()
    with pytest.raises(NotFound):
        queries.one(actor_of("leader_z1"), hazard.id)
    with pytest.raises(NotFound):
        actions.put_right(hazard_id=hazard.id, text="已处理", by=actor_of("leader_z1"), at=AT)
    with pytest.raises(NotAllowed):
        report("leader_z1")
    step = Step.objects.get()
    assert queries.visible_steps(actor_of("leader_z1"), [step.id]) == []
    assert queries.visible_steps(actor_of("auditor"), [step.id]) == [step.id]


def test_snow_lets_nobody_off(district: District, report: Report) -> None:
    hazard = report()
    day = date(2027, 1, 11)
    assert suspend_day(unit=district.root, day=day, why="大雪停课", by=actor_of("coordinator"), at=AT) == 0
    assert owed(hazard) == ["rectify"]


def test_words_go_after_90_days_and_what_happened_stays(report: Report) -> None:
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, text="已复查", by=actor_of("leader_x1"), at=AT)
    tick(AT + 90 * DAY - HOUR)
    assert Hazard.objects.get().text == TEXT
    tick(AT + 90 * DAY)
    assert Hazard.objects.get().text == "" and Hazard.objects.get().closed_at == AT
    assert set(Step.objects.values_list("text", flat=True)) == {""}
    assert Entry.objects.filter(verb="audit.erased", object_kind="hazards.words").count() == 1


def test_the_database_holds_the_rules_too(report: Report) -> None:
    hazard = report()
    for wrong in ({"closed_at": AT}, {"level": "small"}, {"same_as": hazard}, {"category": "people"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hazard.objects.filter(id=hazard.id).update(**wrong)
