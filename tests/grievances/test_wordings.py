"""Prepared words: where they come from, to whom they are offered, and that no blank reaches an owner."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.utils.translation import override

from duecare.core.errors import BadInput
from duecare.grievances import queries, versions
from duecare.grievances.rules import has_blank
from tests.grievances.conftest import AT, HOUR, NOTICE, REPLY, Bring, do
from tests.grievances.test_check import run
from tests.grievances.test_plan import WHOLE
from tests.people import District, client_for, clock_at
from tests.plans.plans import apply, errors

pytestmark = [pytest.mark.both, pytest.mark.django_db]

OWN = """\
  wordings:
    - key: canteen
      title: {zh: 食堂专用, en: Canteens here}
      acts: [reply]
      categories: [school-meals]
      parts:
        facts: {zh: 学区食药专班于____检查。, en: The district's canteen group inspected on ____.}
"""


def choices(case: object, act: str) -> list[str]:
    """What an officer can choose for an act."""
    known = queries.wordings(case.root_id)  # type: ignore[attr-defined]
    return [key for key, _title in queries.wording_choices(known, case, act)]  # type: ignore[arg-type]


def test_each_fits_its_acts_and_category_in_both_languages(bring: Bring) -> None:
    meals, roads = bring().case, bring(category="roads").case
    assert choices(meals, "accept") == ["accepted.zh", "accepted.en"]
    assert "meals.zh" in choices(meals, "reply") and "meals.zh" not in choices(roads, "reply")
    assert choices(meals, "write") == []


def test_a_plan_s_own_come_first_and_go_with_it(district: District, bring: Bring) -> None:
    case = bring().case
    apply(WHOLE + OWN, AT)
    assert choices(case, "reply")[:2] == ["canteen.zh", "canteen.en"]
    apply(WHOLE, AT + HOUR)
    assert "canteen.zh" not in choices(case, "reply")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("acts: [reply]", "acts: [replay]", "No procedure has the act “replay”. Did you mean “reply”?"),
        ("categories: [school-meals]", "categories: [meals]", "There is no category “meals”."),
        ("acts: [reply]", "acts: [accept]", "The act “accept” has no words of the part “facts”."),
    ],
)
def test_what_is_wrong_is_said(district: District, old: str, new: str, words: str, tmp_path: Path) -> None:
    """In a plan, and in a file of its own."""
    with override("en"):
        assert any(words in one for one in errors(WHOLE + OWN.replace(old, new)))
        file = tmp_path / "w.yaml"
        head = "wordings: own\nversion: 1\ntitle: {zh: 用语, en: Words}\nlist:\n"
        listed = "\n".join(line[2:] for line in OWN.splitlines()[1:])
        file.write_text(head + listed)
        assert run("wordings", "check", file).exit_code == 0
        file.write_text(head + listed.replace(old, new))
        told = run("wordings", "check", file)
    assert told.exit_code == 1 and words in told.stdout


def test_an_officer_fills_a_form_with_them_and_the_owner_never_reads_a_blank(bring: Bring) -> None:
    case = bring().case
    do(case, "accept", AT, "officer_root", words=NOTICE)
    with clock_at(AT + HOUR):
        page = client_for("officer_root").get(
            f"/cases/{case.id}/", {"for": "reply", "wording": "put-right.zh"}
        )
        text = page.content.decode()
        assert "我们于____到现场核查" in text and '<details class="case-act" id="reply" open>' in text
        unknown = client_for("officer_root").get(f"/cases/{case.id}/", {"for": "reply", "wording": "x.fr"})
        assert unknown.status_code == 200 and 'id="reply" open' not in unknown.content.decode()
        form = {**REPLY, "reasons": "依据____，应当整改。", "batch": str(uuid.uuid4())}
        sent = client_for("officer_root").post(f"/cases/{case.id}/steps/reply/", form)
    assert sent.status_code == 422 and "____" in sent.content.decode()
    with pytest.raises(BadInput) as refused:
        do(case, "reply", AT + HOUR, "officer_root", words={**REPLY, "decision": "于＿＿前整改"})
    assert refused.value.where == "decision"
    do(case, "reply", AT + HOUR, "officer_root", words={**REPLY, "decision": "国发〔2022〕3号，a_b"})


def test_every_act_whose_words_are_prepared_is_there_and_what_replies_says_how_to_go_on() -> None:
    """Words that come with the program name no person and leave every fact blank."""
    for one in versions.shipped_wordings():
        if "reply" in one.acts:
            assert set(one.parts) == {"facts", "reasons", "decision", "how-to-appeal"}
            assert has_blank(one.parts["facts"].zh) and has_blank(one.parts["facts"].en)
            assert "30" in one.parts["how-to-appeal"].zh


def test_a_session_of_mediation_says_when_and_where(bring: Bring) -> None:
    case = bring().case
    do(case, "accept", AT, "officer_root", words=NOTICE)
    do(case, "propose-mediation", AT, "officer_root")
    do(case, "consent-to-mediation", AT)
    do(case, "mediate", AT, "officer_root")
    with pytest.raises(BadInput) as refused:
        do(case, "sit", AT, "officer_root")
    assert refused.value.where == "session"
    do(case, "sit", AT, "officer_root", words={"session": "一月八日15:00，学区一楼调解室"})
