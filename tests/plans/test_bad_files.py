"""Files that are no plan: each refused at once, with the place and how to mend it."""

from __future__ import annotations

import time

import pytest

from duecare.plans import queries
from duecare.plans.findings import PlanRefused
from tests.plans.plans import PLAN, check, errors

pytestmark = pytest.mark.django_db


def first(text: str | bytes) -> str:
    return errors(text)[0]


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(PlanRefused):
        queries.read_bytes(path)
    assert [str(f) for f in queries.check_file(path).findings] == [
        f"{path}:1:1: The file has 50.0 MB; a plan has at most 1 MB. Is it the right file?"
    ]


def test_a_bomb_of_anchors():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for i in range(1, 9):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n"
    began = time.perf_counter()
    assert first(bomb).startswith("plan.yaml:5:")
    assert "50000 values" in first(bomb)
    assert time.perf_counter() - began < 5


def test_an_anchor_within_itself():
    assert first("a: &x [*x]\n") == "plan.yaml:1:8: “*x” would contain itself."


def test_an_alias_of_nothing():
    assert first("a: *nobody\n") == "plan.yaml:1:4: Nothing is named “&nobody” above."


def test_anchors_that_repeat_little_are_fine():
    schools = "owed_by: {kinds: [middle_school, primary_school]}"
    assert PLAN.count(schools) == 2
    text = PLAN.replace(schools, schools.replace("{", "&schools {"), 1)
    text = text.replace(f"{schools}\n    form", "owed_by: *schools\n    form")
    assert "*schools" in text
    assert errors(text) == []


def test_nested_too_deeply():
    assert "nested too deeply" in first("a: " + "[" * 200_000)


def test_gb18030_says_to_save_as_utf8():
    assert first("plan: winter\ntitle: 冬季方案\n".encode("gb18030")) == (
        "plan.yaml:2:8: The file is not saved as UTF-8 (it looks like GB18030 / GBK)."
        " Save it again and choose the encoding UTF-8."
    )


def test_utf16_says_to_save_as_utf8():
    assert "UTF-16" in first("plan: winter\n".encode("utf-16"))


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    assert errors(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode()) == []


def test_a_tab():
    assert first("plan: winter\nperiod:\n\tfirst: 2027-01-04\n") == (
        "plan.yaml:3:1: Here a tab indents the line. Indent with spaces."
    )


def test_a_full_width_colon():
    assert first("plan\uff1awinter\ntitle: x\n") == (
        "plan.yaml:1:5: Here stands a full-width colon. Write the half-width colon “:” and a space after it."
    )


def test_a_colon_without_a_space():
    assert first("plan:winter\ntitle: x\n") == (
        "plan.yaml:1:5: After this colon a space is missing. Put a space after the colon."
    )


def test_a_quotation_mark_that_is_not_closed():
    assert "quotation mark is opened" in first("plan: 'winter\ntitle: x\n")


def test_a_key_said_twice():
    assert (
        "plan.yaml:2:1: “plan” is said twice here; the first time in line 1. Keep one of the two."
    ) in errors("plan: winter\nplan: spring\n")


def test_a_second_document():
    assert "holds one plan" in " ".join(errors(PLAN + "---\nplan: other\n"))


def test_a_tag_runs_nothing():
    found = errors("plan: !!python/object/apply:os.system [echo]\n")
    assert any(line.startswith("plan.yaml:1:7: A plan has no tags like") for line in found)


@pytest.mark.parametrize("text", ["", "# a comment\n", "\n\n"])
def test_an_empty_file(text):
    assert first(text) == "plan.yaml:1:1: The file is empty. Begin with “plan:” and a key."


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n", "42\n"])
def test_no_mapping_at_all(text):
    assert "a mapping (name: value) is needed" in first(text)


def test_characters_that_a_text_cannot_hold():
    assert "can't hold" in first("plan: win\x01ter\n")
    assert "can't hold" in first(b"plan: win\x00ter\n")


def test_times_words_and_dates_are_texts_and_need_no_quotes():
    findings = check(PLAN.replace("{zh: 自查, en: Self-check}", "{zh: 自查, en: no}"))
    assert not [f for f in findings if f.is_error]
