"""The plan's section on hazards: what is found in its time is bound by it, what is open keeps what bound it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from duecare.core.errors import BadInput, NotAllowed
from duecare.hazards import actions
from duecare.hazards.models import Hazard, Provision
from duecare.hazards.plan import SECTION
from duecare.obligations.actions import tick
from duecare.obligations.models import Happening, Ladder, Obligation
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from duecare.plans import queries
from tests.hazards.conftest import AT, DAY, HOUR, Report
from tests.hazards.test_general import owed
from tests.hazards.test_major import FIVE
from tests.people import District, actor_of, client_for, clock_at
from tests.plans.plans import PLAN, apply, errors, spot_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


HAZARDS = """\
hazards:
  basis: 一.3
  general: {days: 3, verified_by: level-above}
  major: {days: 10, commit_within: 12 h}
  ladders: {commit: report, rectify: report}
"""
WHOLE = PLAN + HAZARDS
END = timedelta(hours=13, minutes=59)
OTHER = re.sub(r"^plan: winter$", "plan: spring", PLAN, flags=re.MULTILINE)


def changed(old: str, new: str) -> str:
    """The plan with one thing of its section changed."""
    assert HAZARDS.count(old) == 1
    return PLAN + HAZARDS.replace(old, new)


def kinds(text: str) -> list[str]:
    """What applying it to the database as it is would do to hazards, in English."""
    with override("en"):
        found = queries.diff_bytes(text.encode(), file="plan.yaml", folder=None, at=AT)
    return [f"{c.act}: {c.message}" for c in found if c.path[:1] == ("hazards",)]


def test_what_is_found_is_owed_by_the_plan_s_day_with_its_clause_and_its_ladder(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report()
    assert (hazard.due_at, hazard.due_basis) == (AT + 3 * DAY + END, "plan")
    duty = Obligation.objects.get(kind="hazards.rectify")
    assert (duty.due_at, duty.programme, duty.basis) == (hazard.due_at, "winter", "一.3")
    assert [rung["offset"] for rung in duty.ladder.steps] == [-3600, 7200]
    page = client_for("leader_x1").get(f"/hazards/{hazard.id}/").content.decode()
    assert "按工作方案" in page and 'href="/plans/winter/"' in page and "一.3" in page
    assert "从严执行" not in page


def test_the_level_above_verifies_where_the_plan_says_so(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT + DAY)
    assert Obligation.objects.get(kind="hazards.verify").debtor.code == "QY"
    judged: dict[str, Any] = {"hazard_id": hazard.id, "passed": True, "at": AT + DAY}
    at = f"/hazards/{hazard.id}/"
    assert f"{at}verification/" not in client_for("leader_x1").get(at).content.decode()
    assert f"{at}verification/" in client_for("leader").get(at).content.decode()
    with pytest.raises(NotAllowed):
        actions.verify(**judged, by=actor_of("leader_x1"))
    assert actions.verify(**judged, by=actor_of("leader")).state == "closed"


def test_a_major_one_is_known_above_at_once_whatever_the_plan_s_ladder_says(
    district: District, report: Report
) -> None:
    apply(WHOLE, AT)
    hazard = report(level="major")
    duty = Obligation.objects.get(kind="hazards.commit")
    assert (duty.due_at, duty.basis) == (AT + 12 * HOUR, "一.3")
    assert hazard.due_at == AT + 10 * DAY + END
    tick(AT + timedelta(minutes=3))
    told = {person for h in Happening.objects.filter(what="tell") for person in h.recipients}
    assert {str(district.people[who].id) for who in ("leader", "coordinator")} <= told


def test_commitments_do_not_put_off_the_plan_s_day(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report(level="major")
    give: dict[str, Any] = {**FIVE, "hazard_id": hazard.id, "by": actor_of("leader_x1"), "at": AT + HOUR}
    with pytest.raises(BadInput):
        actions.commit(**give | {"due_at": hazard.due_at + DAY})
    actions.commit(**give)
    actions.accept(hazard_id=hazard.id, by=actor_of("leader"), at=AT + 2 * HOUR)
    hazard.refresh_from_db()
    assert (hazard.due_at, hazard.due_basis) == (FIVE["due_at"], "commitment")


def test_committed_when_the_plan_s_day_has_passed_it_is_late_all_the_same(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report(level="major")
    late = hazard.due_at + DAY
    give: dict[str, Any] = {**FIVE, "hazard_id": hazard.id, "by": actor_of("leader_x1"), "at": late}
    actions.commit(**give | {"due_at": late + 5 * DAY})
    actions.accept(hazard_id=hazard.id, by=actor_of("leader"), at=late + HOUR)
    before = hazard.due_at
    hazard.refresh_from_db()
    assert (hazard.due_at, hazard.due_basis) == (before, "plan")
    tick(late + 2 * HOUR)
    duty = Obligation.objects.get(kind="hazards.rectify")
    assert (duty.due_at, duty.missed_at) == (before, before)


def test_raised_and_lowered_it_keeps_to_the_terms_it_was_opened_under(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report(level="major")
    apply(changed("days: 3,", "days: 5,"), AT + HOUR)
    actions.lower_level(hazard_id=hazard.id, why="已停用", by=actor_of("leader"), at=AT + 2 * HOUR)
    hazard.refresh_from_db()
    assert (hazard.due_at, hazard.due_basis, owed(hazard)) == (AT + 3 * DAY + END, "plan", ["rectify"])
    actions.raise_level(hazard_id=hazard.id, why="又发热", by=actor_of("reporter_x1"), at=AT + 3 * HOUR)
    again = Obligation.objects.get(kind="hazards.commit", closed_at=None)
    assert again.due_at == AT + 15 * HOUR


def test_open_ones_keep_what_bound_them_and_the_difference_says_so(report: Report) -> None:
    old = report(level="major")
    added, kept = kinds(WHOLE)
    assert added == (
        "add: The plan binds hazards found at 7 units from Mon 4 Jan to Sat 20 Mar. A general hazard is put right "
        "within 3 days. The level above verifies it. A major hazard has its five commitments within 12 h and is put "
        "right within 10 days. The level above verifies it."
    )
    assert kept == "keep: 1 hazard is open already and keeps its time and its rules."
    apply(WHOLE, AT + HOUR)
    assert kinds(WHOLE) == []
    old.refresh_from_db()
    assert (old.due_basis, old.terms) == ("default", {})
    actions.commit(hazard_id=old.id, **FIVE, by=actor_of("leader_x1"), at=AT + 2 * HOUR)
    assert Obligation.objects.get(kind="hazards.accept").basis == ""
    assert report(at=AT + HOUR, place=None).due_basis == "plan"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{days: 3, v", "{days: 1, v", "A general hazard is put right within 1 day. The level above verifies it."),
        ("12 h}", "12 h, verified_by: other-person}", "within 10 days. Another person verifies it."),
        ("  basis: 一.3\n", "  basis: 二.4\n", "The clause on hazards is now “二.4”."),
        ("rectify: report", "verify: report", "Who is reminded and told of hazards changes."),
        ("  basis", "  to: 2027-02-01\n  basis", "at 7 units from Mon 4 Jan to Mon 1 Feb."),
        ("  basis", "  units: {codes: [QY-X1]}\n  basis", "at 1 unit from"),
        ("  major: {days: 10, commit_within: 12 h}\n", "", "The plan says nothing of major hazards any more"),
        ("12 h}", "12 h, verified_by: level-above}", "written otherwise and means the same"),
    ],
)  # fmt: skip
def test_what_changes_is_said_and_done(district: District, old: str, new: str, said: str) -> None:
    apply(WHOLE, AT)
    text = changed(old, new)
    (sentence,) = kinds(text)
    assert sentence.startswith("change: ") and said in sentence
    apply(text, AT + HOUR)
    assert kinds(text) == []


def test_once_the_plan_has_ended_the_usual_times_hold_again(report: Report) -> None:
    apply(WHOLE, AT)
    assert report(place=None).due_basis == "plan"
    after = AT.replace(month=3, day=20) + DAY
    assert report(place=None, at=after - timedelta(hours=11)).due_basis == "plan"  # 23:00 on its last day
    assert report(place=None, at=after).due_basis == "default"
    plans.close(programme="winter", why="提前结束", by=SYSTEM, at=AT + 2 * DAY)
    assert report(place=None, at=AT + 2 * DAY).due_basis == "default"
    assert Provision.objects.get().ended_at == AT + 2 * DAY


def test_a_plan_that_drops_its_section_lets_the_usual_times_hold(report: Report) -> None:
    apply(WHOLE, AT)
    assert kinds(PLAN)[0] == "end: Hazards found from now on have the usual times again."
    apply(PLAN, AT + HOUR)
    assert kinds(PLAN) == [] and SECTION.export("winter") is None
    assert report(at=AT + 2 * HOUR).due_basis == "default"
    apply(WHOLE, AT + 3 * HOUR)
    assert report(at=AT + 4 * HOUR, place=None).due_basis == "plan"


def test_a_unit_outside_keeps_the_usual_times(district: District, report: Report) -> None:
    apply(changed("  basis", "  units: {kinds: [middle_school]}\n  basis"), AT)
    assert report().due_basis == "default"
    inside = report(unit=district["QY-Z1"], place=None, who="leader_z1")
    assert inside.due_basis == "plan"


def test_of_two_plans_the_stricter_of_each_rule_holds_and_the_page_says_so(report: Report) -> None:
    apply(WHOLE, AT)
    spring = OTHER + "hazards:\n  basis: 二\n  general: {days: 5}\n  major: {days: 5, commit_within: 1 d}\n"
    apply(spring, AT)
    general, major = report(place=None), report(level="major", place=None)
    assert general.terms["general"] | {"ladders": 0} == {
        "days": 3, "verified_by": "level-above", "programme": "winter", "basis": "一.3", "ladders": 0,
    }  # fmt: skip
    assert (major.due_at, Obligation.objects.get(kind="hazards.commit").due_at) == (
        AT + 5 * DAY + END,
        AT + 12 * HOUR,
    )
    assert major.terms["major"]["basis"] == "二"
    assert len(Ladder.objects.get(id=major.terms["major"]["ladders"]["commit"]).steps) == 3
    page = client_for("leader_x1").get(f"/hazards/{general.id}/").content.decode()
    assert "本单位适用多个方案，各项要求从严执行。" in page


def test_what_comes_back_is_bound_anew(report: Report) -> None:
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader_x1"), at=AT)
    apply(WHOLE, AT + HOUR)
    again = report(at=AT + DAY)
    assert again == hazard and (again.due_basis, again.terms["plans"]) == ("plan", ["winter"])


WRONG: dict[str, tuple[str, str, str, str]] = {
    "no days": ("{days: 3, v", "{v", "{v", "“days” is missing"),
    "too many days": ("days: 3", "days: 700", "700", "at most 366"),
    "nobody verifies": ("level-above}", "nobody}", "nobody", "is not known here"),
    "a ladder that is not there": ("rectify: report", "rectify: rapport", "rapport", "Did you mean “report”?"),
    "a step that is not there": ("rectify: report", "repair: report", "repair", "is not known here"),
    "late commitments": ("12 h", "11 d", "11 d", "after the hazard is to be put right"),
    "a code that is not there": ("  basis", "  units: {codes: [QY-X9]}\n  basis", "QY-X9", "no unit with the code"),
    "days the wrong way round": (
        "  basis", "  from: 2027-03-01\n  to: 2027-02-01\n  basis", "2027-03-01", "after its end",
    ),
    "days outside": ("  basis", "  from: 2026-12-01\n  basis", "2026-12-01", "outside the programme"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.replace(" ", "-"))
def test_what_is_wrong_is_named_where_it_stands(district: District, case: str) -> None:
    old, new, words, said = WRONG[case]
    text = changed(old, new)
    with override("en"):
        found = errors(text)
    assert len(found) == 1 and said in found[0], found
    line = spot_of("hazards:\n", text)[0] + spot_of(words, text[text.index("hazards:\n") :])[0] - 1
    assert found[0].startswith(f"plan.yaml:{line}:"), (found, line)


def test_a_section_that_says_nothing_is_refused_and_a_wrong_ladder_is_named_once(district: District) -> None:
    with override("en"):
        assert "says nothing of general hazards" in errors(PLAN + "hazards: {basis: 一.3}\n")[0]
        broken = errors(WHOLE.replace("- {before: 60 min, remind", "- {before: 60 min, tell: [], remind"))
    assert all("No ladder is called" not in line for line in broken if ":hazards" in line)
    assert not any("hazards" in line for line in broken)


def test_it_is_written_back_as_it_was(district: District) -> None:
    apply(WHOLE, AT)
    text = queries.export("winter")
    assert "hazards:\n  basis: 一.3\n" in text
    assert apply(text, AT + HOUR) == []


def test_the_programme_s_page_shows_with_the_section(district: District) -> None:
    apply(WHOLE, AT)
    assert client_for("coordinator").get("/plans/winter/").status_code == 200
    assert not Hazard.objects.exists()
