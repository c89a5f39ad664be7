"""A paper ledger is taken in as it was: overdue where it was, marked as from paper, all of it or nothing, once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from duecare.audit.models import Detail, Entry
from duecare.core.errors import BadInput, NotAllowed
from duecare.hazards import actions
from duecare.hazards.models import Hazard, Owed, PaperLine, Step
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.places.models import Place
from tests.hazards.conftest import AT, DAY, HOUR
from tests.hazards.ledgers import ALL, CLOSED, DONE, LATE, MAJOR, OLD, OPEN, row, take_in
from tests.hazards.test_major import FIVE
from tests.hazards.test_plan import WHOLE
from tests.people import District, actor_of
from tests.plans.plans import apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def of(number: str) -> Hazard:
    """The hazard that came from the line of that number."""
    return PaperLine.objects.select_related("hazard__unit", "hazard__place").get(number=number).hazard


def duties(hazard: Hazard) -> list[Obligation]:
    """What is owed of it."""
    return [o.obligation for o in Owed.objects.filter(hazard=hazard).select_related("obligation__debtor")]


def test_every_line_comes_in_as_it_was(stairs: Place) -> None:
    assert take_in(ALL, dry_run=True).added == {
        "open": 3, "overdue": 1, "committing": 1, "put_right": 1, "closed": 2, "forgotten": 1,
    }  # fmt: skip
    assert not Hazard.objects.exists() and not Entry.objects.filter(verb="hazards.paper").exists()
    result = take_in(ALL)
    assert (result.ok, result.applied, result.new) == (True, True, 6)
    states = {number: of(number).state for number in "123456"}
    assert states == {
        "1": "accepted", "2": "accepted", "3": "found", "4": "put_right", "5": "closed", "6": "closed",
    }  # fmt: skip
    late = of("2")
    assert (late.unit.code, late.place, late.category, late.level, late.text) == (
        "QY-X1", stairs, "electricity", "general", "插座发黑",
    )  # fmt: skip
    assert late.found_at == datetime.fromisoformat("2026-12-01T00:00+08:00")
    assert late.due_at == datetime.fromisoformat("2026-12-08T23:59+08:00") and late.due_basis == "paper"
    assert set(Hazard.objects.values_list("on_the_spot", flat=True)) == {False}


def test_what_was_overdue_is_overdue_from_the_start(stairs: Place) -> None:
    take_in(ALL)
    tick(AT + HOUR)
    (late,), (fresh,) = duties(of("2")), duties(of("1"))
    assert (late.kind, late.due_at, late.missed_at) == ("hazards.rectify", of("2").due_at, of("2").due_at)
    assert (late.state, fresh.missed_at) == ("open", None)
    actions.put_right(hazard_id=of("2").id, text="已更换", by=actor_of("leader_x1"), at=AT + DAY)
    late.refresh_from_db()
    assert (late.closed_as, late.late) == ("discharged", True)


def test_a_major_one_owes_its_commitments_from_the_day_it_was_received(
    district: District, stairs: Place
) -> None:
    take_in(ALL)
    hazard = of("3")
    (duty,) = duties(hazard)
    assert (duty.kind, duty.debtor.code, duty.due_at) == ("hazards.commit", "QY-X2", AT + 24 * HOUR)
    give: dict[str, Any] = {**FIVE, "hazard_id": hazard.id, "by": actor_of("leader_x2"), "at": AT + HOUR}
    with pytest.raises(BadInput):  # paper's own day is not put off
        actions.commit(**give | {"due_at": hazard.due_at + DAY})
    actions.commit(**give)
    actions.accept(hazard_id=hazard.id, by=actor_of("leader"), at=AT + 2 * HOUR)
    assert Obligation.objects.get(kind="hazards.rectify", debtor=hazard.unit).due_at == FIVE["due_at"]


def test_what_was_put_right_is_verified_above_for_nobody_knows_who_did_it(district: District) -> None:
    take_in([row(DONE, unit="QY-X1")])
    hazard = of("4")
    (duty,) = duties(hazard)
    assert (duty.kind, duty.debtor.code, duty.due_at) == ("hazards.verify", "QY", AT + 3 * DAY)
    assert hazard.put_right_at == datetime.fromisoformat("2026-12-30T23:59+08:00")
    judged: dict[str, Any] = {"hazard_id": hazard.id, "passed": True, "at": AT + HOUR}
    with pytest.raises(NotAllowed):
        actions.verify(**judged, by=actor_of("leader_x1"))
    actions.verify(**judged, by=actor_of("leader"))
    assert of("4").state == "closed"


def test_what_was_closed_out_long_ago_comes_without_its_words(stairs: Place) -> None:
    take_in(ALL)
    assert not duties(of("5")) and not duties(of("6"))
    assert (of("6").text, of("6").forget_at, Step.objects.get(hazard=of("6")).text) == ("", None, "")
    closed = of("5")
    assert closed.text and closed.closed_at and closed.forget_at == closed.closed_at + 90 * DAY
    actions.forget_words(AT + 100 * DAY)
    assert (of("5").text, PaperLine.objects.get(number="5").digest) == ("", "")
    again = take_in(ALL, at=AT + 101 * DAY)
    assert (again.new, again.known, again.differing_count) == (0, 6, 0)


def test_it_says_that_it_came_from_paper_with_both_times(district: District, stairs: Place) -> None:
    result = take_in(ALL, who="leader")
    step = Step.objects.get(hazard=of("5"))
    assert (step.kind, step.at, step.by_user) == ("paper", AT, district.people["leader"].id)
    assert step.facts == {
        "number": "5", "state": "closed", "found": "2026-12-01", "due": "2026-12-31", "put_right": "2026-12-20",
        "closed": "2026-12-22",
    }  # fmt: skip
    line = PaperLine.objects.get(number="5")
    assert (line.row, line.file_sha256, line.at) == (6, result.sha256, AT)
    entry = Entry.objects.get(verb="hazards.paper")
    kept = json.dumps(Detail.objects.get(entry=entry).body, ensure_ascii=False)
    assert result.sha256 in kept and str(of("5").id) in kept and "出口堵塞" not in kept


def test_the_same_file_again_adds_nothing_and_a_longer_one_only_what_is_new(stairs: Place) -> None:
    unnumbered = row(number="", text="无编号")
    first = take_in([*ALL, unnumbered])
    again = take_in([*ALL, unnumbered], at=AT + HOUR)
    assert (first.new, again.new, again.known) == (7, 0, 7)
    more = take_in([*ALL, unnumbered, row(number="7", text="新的")], at=AT + 2 * HOUR)
    assert (more.new, more.known, Hazard.objects.count()) == (1, 7, 8)
    assert Obligation.objects.count() == Owed.objects.count() == 6


def test_other_content_under_a_number_is_named_and_not_written(stairs: Place) -> None:
    take_in(ALL)
    closed = row(LATE, state="已销号", put_right="2026-12-07", closed="2026-12-08")
    result = take_in([closed, OPEN, row(number="7", text="新的")], at=AT + HOUR)
    assert (result.new, result.known, result.differing_count) == (1, 1, 1)
    (differs,) = result.differing
    assert (differs.row, differs.unit, differs.number, differs.hazard) == (2, "QY-X1", "2", of("2").id)
    assert of("2").state == "accepted"


def test_one_number_of_two_units_is_two_hazards(district: District) -> None:
    assert take_in([row(number="1"), row(number="1", unit="QY-X2")]).new == 2


def test_found_and_closed_today_nothing_lies_after_its_receipt(district: District) -> None:
    today = dict.fromkeys(("found", "put_right", "closed"), "2027-01-04")
    assert take_in([row(state="closed", **today)], at=AT).new == 1
    hazard = Hazard.objects.get()
    assert hazard.found_at <= hazard.put_right_at <= hazard.closed_at <= AT  # type: ignore[operator]


def test_what_a_plan_says_of_verifying_holds_for_them_too(stairs: Place) -> None:
    apply(WHOLE, AT)
    take_in([OPEN, MAJOR, DONE, CLOSED, OLD], at=AT + HOUR)
    assert duties(of("3"))[0].due_at == AT + 13 * HOUR
    assert (of("1").due_basis, of("1").terms["plans"]) == ("paper", ["winter"])
    assert of("1").due_at - timedelta(minutes=1439) == datetime.fromisoformat("2027-01-09T00:00+08:00")
