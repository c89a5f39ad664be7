"""A case handled jointly: one unit leads, each other owes its part; and the post that answers for the result."""

from __future__ import annotations

import uuid

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.grievances import actions
from duecare.grievances.models import Case, Hold, Owed
from duecare.grievances.receipt import shows
from duecare.orgs.actions import add_person, add_post, appoint
from duecare.orgs.models import Post, Unit
from duecare.orgs.rules import SYSTEM
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, REPLY, TEXT, Bring, do
from tests.people import FOUNDED, District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
PART = {"facts": "消防通道由我科负责清理，已于当日完成。"}


@pytest.fixture
def case(district: District, bring: Bring) -> Case:
    """Accepted by the district; the second middle school takes cases, too."""
    post = add_post(unit=district["QY-Z2"], kind="case_officer", by=SYSTEM, at=FOUNDED)
    user = add_person(username="officer_z2", name="诉求办理人", home=district["QY-Z2"], by=SYSTEM, at=FOUNDED)
    appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
    made = bring().case
    do(made, "accept", AT, "officer_root", words=NOTICE)
    return made


def join(case: Case, *units: Unit, at: object = AT + HOUR, who: str = "leader") -> object:
    """The head lets units handle it, too."""
    return do(case, "handle-jointly", at, who, joint=units)


def parts(case: Case) -> dict[str, str]:
    """What becomes of each unit's part."""
    found = Owed.objects.filter(case=case, limit="joint").select_related("obligation__debtor")
    return {one.obligation.debtor.code: one.obligation.closed_as or "open" for one in found}


def test_each_unit_reads_the_case_and_owes_its_part_and_the_limit_ends_with_the_last(
    district: District, case: Case
) -> None:
    join(case, district["QY-AQ"], district["QY-Z2"])
    assert parts(case) == {"QY-AQ": "open", "QY-Z2": "open"}
    with clock_at(AT + 2 * HOUR):
        page = client_for("officer", "en").get(f"/cases/{case.id}/").content.decode()
    assert TEXT in page and "Give the unit&#x27;s part" in page and "Reply in writing" not in page
    do(case, "contribute", AT + DAY, "officer", words=PART)
    assert parts(case) == {"QY-AQ": "discharged", "QY-Z2": "open"}
    do(case, "contribute", AT + 2 * DAY, "officer_z2", words=PART)
    assert parts(case) == {"QY-AQ": "discharged", "QY-Z2": "discharged"}
    assert case.steps.filter(act="all-parts").count() == 1
    with pytest.raises(Conflict):
        do(case, "contribute", AT + 3 * DAY, "officer", words=PART)


def test_the_owner_sees_who_handles_it_what_each_found_and_who_answers_for_it(
    district: District, case: Case
) -> None:
    join(case, district["QY-AQ"])
    do(case, "contribute", AT + DAY, "officer", words=PART)
    post = Post.objects.get(unit=district["QY"], kind="leader")
    do(case, "name-lead", AT + DAY, "leader", lead=post.id)
    shown = shows(case.id, AT + 2 * DAY)
    facts = {str(name): str(value) for name, value in shown.facts}
    assert facts["联合办理单位"] == "学区办公室·安全科" and facts["包案领导"].startswith("青原学区 · ")
    assert any(PART["facts"] in event.more for event in shown.events)


def test_who_handles_it_jointly_gives_a_part_and_nothing_else(district: District, case: Case) -> None:
    """No reply, no name of the owner's, no subject line, no other unit."""
    join(case, district["QY-Z2"])
    for act in ("reply", "name-lead", "handle-jointly"):
        with pytest.raises(NotAllowed):
            do(case, act, AT + DAY, "officer_z2", words=REPLY)
    by = actor_of("officer_z2", AT + DAY)
    with pytest.raises(NotAllowed):
        actions.look_at_identity(case_id=case.id, reason="联系诉求人", by=by, at=AT + DAY)
    with pytest.raises(NotAllowed):
        actions.name_case(case_id=case.id, line="食堂肉品", by=by, at=AT + DAY)
    with clock_at(AT + DAY):
        page = client_for("officer_z2").get(f"/cases/{case.id}/").content.decode()
    assert OWNER.name not in page and "/identity/" not in page and "/subject/" not in page
    with pytest.raises(BadInput):  # their words are compared with the owner's name, as everybody's are
        do(case, "contribute", AT + DAY, "officer_z2", words={"facts": f"已联系{OWNER.name}"})


def test_never_a_unit_that_it_is_about_nor_one_that_nobody_answers_for(
    district: District, case: Case
) -> None:
    for unit in ("QY-X1", "QY-X1-D1", "QY-X2", "QY"):
        with pytest.raises(BadInput):
            join(case, district[unit])
    with pytest.raises(BadInput):
        join(case)
    with pytest.raises(NotAllowed):
        join(case, district["QY-AQ"], who="officer_root")
    assert not Hold.objects.filter(case=case, role="joint").exists() and parts(case) == {}


def test_the_level_above_lets_in_whoever_is_below_it_and_not_itself(district: District, bring: Bring) -> None:
    """It may have to decide the review."""
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "go-higher", AT)
    for unit in ("QY", "QY-X1-D1"):
        with pytest.raises(BadInput):
            join(case, district[unit], who="officer_root")
    join(case, district["QY-AQ"], who="officer_root")
    assert parts(case) == {"QY-AQ": "open"}


def test_one_that_comes_later_owes_too_and_nobody_twice(district: District, case: Case) -> None:
    join(case, district["QY-AQ"])
    join(case, district["QY-AQ"], district["QY-Z2"], at=AT + DAY)
    assert Hold.objects.filter(case=case, role="joint", until=None).count() == 2
    assert parts(case) == {"QY-AQ": "open", "QY-Z2": "open"}


def test_a_reply_without_a_part_waives_it_and_what_was_late_stays_late(
    district: District, case: Case
) -> None:
    join(case, district["QY-AQ"], district["QY-Z2"])
    do(case, "contribute", AT + DAY, "officer", words=PART)
    do(case, "reply", AT + 30 * DAY, "officer_root", words=REPLY)
    assert parts(case) == {"QY-AQ": "discharged", "QY-Z2": "waived"}
    late = Owed.objects.get(case=case, limit="joint", obligation__debtor=district["QY-Z2"]).obligation
    assert late.missed_at is not None


def test_a_case_lead_is_a_post_that_heads_it_or_stands_above_and_is_not_concerned(
    district: District, case: Case
) -> None:
    for post in (
        Post.objects.get(unit=district["QY-X1"], kind="leader").id,
        Post.objects.get(unit=district["QY-Z2"], kind="case_officer").id,
        uuid.uuid4(),
        None,
    ):
        with pytest.raises(BadInput):
            do(case, "name-lead", AT + DAY, "leader", lead=post)


def test_a_head_does_it_on_the_page(district: District, case: Case) -> None:
    with clock_at(AT + HOUR):
        head = client_for("leader", "en")
        page = head.get(f"/cases/{case.id}/")
        form = {act.key: form for act, form, _words in page.context["offered"]}
        choices = [name for _key, name in form["handle-jointly"].fields["joint"].choices]
        assert len(choices) == 2 and all("X1" not in name for name in choices)
        sent = head.post(
            f"/cases/{case.id}/steps/handle-jointly/",
            {"batch": str(uuid.uuid4()), "joint": [district["QY-AQ"].key, district["QY-Z2"].key]},
        )
        assert sent.status_code == 302
        named = head.post(
            f"/cases/{case.id}/steps/name-lead/",
            {
                "batch": str(uuid.uuid4()),
                "lead": str(Post.objects.get(unit=district["QY"], kind="leader").id),
            },
        )
        assert named.status_code == 302
        text = head.get(f"/cases/{case.id}/").content.decode()
    assert "Handled jointly with" in text and "Case lead" in text
    assert parts(case) == {"QY-AQ": "open", "QY-Z2": "open"}
