"""``duecare procedure check`` and ``duecare categories check``: every error at once, its place, how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override

from duecare.cli.main import main
from duecare.grievances.checking import CategoriesRefused, ProcedureRefused, check_categories, check_procedure
from duecare.grievances.versions import categories_of, procedure_of
from tools import procedure_file
from tools.procedure_file import EXAMPLE

PETITION = (procedure_file.PACKAGE / "procedures/cn-petition-2022.yaml").read_text()
CATEGORIES = """\
categories: short
version: 1
title: {zh: 类别, en: Categories}
groups:
  - {key: roads, title: {zh: 道路, en: Roads}}
list:
  - {key: lamps, title: {zh: 路灯, en: Street lamps}, about: {zh: 不亮, en: Dark ones}, group: roads}
  - {key: snow, title: {zh: 除雪, en: Snow}, about: {zh: 路面, en: The surface}, group: roads, urgency: swift}
"""


def errors(text: str | bytes, check=check_procedure) -> list[str]:
    """The findings as lines, in English."""
    data = text.encode() if isinstance(text, str) else text
    with override("en"):
        return [str(f) for f in check(data, file="p.yaml").findings]


def changed(*pairs: str, text: str = EXAMPLE) -> str:
    """The text with the first of each pair replaced by the second; each stands in it once."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in it"
        text = text.replace(old, new)
    return text


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["--language", "en", *map(str, arguments)])


def test_the_example_of_the_reference_is_good():
    assert errors(EXAMPLE) == []
    assert [stage.key for stage in procedure_of(EXAMPLE.encode(), file="f").stages] == ["taken", "answered"]


NAMES = [
    ("to: taken}", "to: token}", 'There is no stage “token”. Did you mean “taken”?'),
    ("at: [taken], to: answered}", "at: [taken, gone], to: answered}", "There is no stage “gone”."),
    ("within: county", "within: country", "There is no limit “country”. Did you mean “county”?"),
    ("from: [withdraw]", "from: [withdrew]", "There is no act “withdrew”. Did you mean “withdraw”?"),
    ("until: [answer, gone]", "until: [answer, nothing]", "There is no act “nothing”."),
    ("does: gone", "does: done", "There is no act “done”. Did you mean “gone”?"),
    ("- [answer]", "- [reply]", "There is no limit “reply”."),
    ("key: county\n", "key: answer\n", "The key “answer” is given twice in this list. Give one of them another key."),
    ("until: [county-answers]", "until: [county-answers]\n    pauses: [snow]",
     "The ground “snow” is not listed; a clock stands still on listed grounds only."),
    ("days: 3", "days: three", "p.yaml:14:11: “three” can't be used here. Write it like: 15 / given."),
    ("days: 3", "dayz: 3", "The name “dayz” is not known here. Did you mean “days”?"),
    ("of: holder", "of: petitioner", "p.yaml:13:9: “petitioner” is not known here."),
    ("sort: effect", "sort: duty", "“does” belongs to an effect, and names an act with “by: [time]”."),
    (", en: Answered}", "}", "“en” is missing here."),
    ("within: withdrawal", "within: withdrawal\n    needs: [money]", "“money” is not known here."),
    ("    at: [taken]\n    to: answered\n    needs", "    at: somewhere\n    to: answered\n    needs",
     "“somewhere” can't be used here. Write it like: [registered] / everywhere."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), NAMES, ids=[new for _old, new, _line in NAMES])
def test_each_error_has_its_place_and_how_to_mend_it(old, new, line):
    found = errors(changed(old, new))
    assert any(line in one for one in found), found
    assert all(one.startswith("p.yaml:") for one in found)


FITTING = [
    ("kind: begins, by: [clerk], to: taken}", "by: [clerk], at: [taken], to: taken}", "No act begins a case."),
    ("kind: begins, by: [clerk], to: taken}", "kind: begins, by: [clerk]}",
     "An act of the kind “begins” needs “to”."),
    ("kind: begins, by: [clerk]", "kind: begins, at: [taken], by: [clerk]", "leave “at” out."),
    ("    at: [taken]\n    to: answered\n    needs", "    to: answered\n    needs",
     "“at” is missing here: the stages in which it is open."),
    ("kind: recuses", "kind: extends", "An act of the kind “extends” needs “limit”."),
    ("kind: recuses", "kind: pauses", "An act of the kind “pauses” needs “ground”."),
    ("kind: recuses", "kind: recuses, limit: answer", "“limit” belongs to an act of another kind."),
    ("kind: recuses", "kind: extends, limit: answer",
     "The limit “answer” has no “extension”, so nothing can extend it."),
    ("kind: recuses", "kind: extends, limit: answer", "“needs” has to hold “days”."),
    ("by: [time]", "by: [time, holder]", "What time does is done by nobody else"),
    ("by: [clerk], to: taken}", "by: [time], to: taken}", "What time does is done by nobody else"),
    ("of: holder", "of: owner", "A duty is owed by a public body, never by the owner of a case."),
    ("days: 3", "days: given", "The days are given by the act “take-down”, whose “needs” has to hold “days”."),
    ("days: 3", "days: given", "The overall clock runs over duties with fixed days; “answer” is none."),
    ("    does: gone\n", "", "An effect says what it does: “does” is missing here."),
    ("    until: [take-back, answer]", "    until: [withdraw]", "Nothing ends this limit."),
    ("until: [county-answers]", "until: [answer]",
     "In these stages nothing that a public body does ends this duty: answered."),
    ("- [answer]", "- [withdrawal]", "The overall clock runs over duties with fixed days; “withdrawal” is none."),
    ("  - {key: taken,", "  - {key: lost, title: {zh: 无, en: Lost}}\n  - {key: taken,",
     "No act leads to the stage “lost”."),
    (", en: Answered}, ended: true", ", en: Answered}", "No act leads out of the stage “answered”."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), FITTING)
def test_parts_that_do_not_fit_are_named(old, new, line):
    found = errors(changed(old, new))
    assert any(line in one for one in found), found


def test_a_ground_that_nothing_stops_on():
    grounds = (
        "grounds:\n  - {key: h, title: {zh: 听证, en: Hearing}, article: {zh: 虚构, en: invented}}\nlimits:\n"
    )
    found = errors(
        changed("limits:\n", grounds, "until: [county-answers]", "until: [county-answers]\n    pauses: [h]")
    )
    assert any("On the ground “h” no act stops the clock" in one for one in found), found


CHARTER = [
    ("kind: goes-higher, by: [owner], at: everywhere", "kind: goes-higher, by: [owner], at: [taken]", "4",
     "In every stage the owner can go higher; it is missing in: answered."),
    ("kind: goes-higher, by: [owner]", "by: [owner]", "4", "missing in: taken, answered."),
    ("kind: goes-higher, by: [owner]", "kind: goes-higher, by: [owner], to: answered", "4",
     "Going higher changes no stage, ends no time limit and waits for none."),
    ("until: [answer, gone]", "until: [answer, gone, go-higher]", "4", "Going higher changes no stage"),
    ("of: above", "of: holder", "4", "“go-higher” starts a duty of the level above, and of nobody else."),
    ("from: [go-higher, report-retaliation]", "from: [go-higher]", "4", "“report-retaliation” starts a duty"),
    ("kind: reports-retaliation\n    by: [owner]\n    at: everywhere",
     "kind: reports-retaliation\n    by: [owner]\n    at: [taken]", "4", "retaliation can be reported"),
    ("kind: withdraws, by: [owner]", "kind: withdraws, by: [owner, holder]", "3",
     "Only the owner of a case does this (“withdraws”). [charter 3] Write it like: by: [owner]."),
    ("days: 7", "days: 6", "3", "A withdrawal takes effect after 7 days or more"),
    ("kind: takes-back\n    by: [owner]\n    at: everywhere", "kind: takes-back\n    by: [owner]\n    at: [answered]",
     "3", "can be taken back until then"),
    ("until: [take-back, answer]", "until: [answer]", "3", "can be taken back until then"),
    ("at: [taken]}\n  - key: take-back", "at: [taken], to: answered}\n  - key: take-back", "3",
     "A withdrawal takes effect after 7 days"),
    ("kind: withdraws, ", "", "3", "The owner can withdraw a case; no act does it."),
    ("kind: recuses, by: [holder, leader], at: everywhere", "by: [holder, leader], at: everywhere", "4",
     "“recuses” is missing in: taken, answered."),
    ("    kind: replies\n    by: [holder]", "    kind: replies\n    by: [holder, concerned]", "3",
     "The unit concerned answers an inquiry, and does nothing else"),
    ("kind: replies", "kind: upholds-review", "4", "A review is decided above, never by who handled the case."),
    ("en: an invented rule", "en: zero complaints", "4", "“zero complaints” is ruled out by the charter"),
    ("zh: 虚构的示例。", "zh: 信访人员名单。", "1", "ruled out by the charter"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "line"), CHARTER, ids=[f"{c[2]}: {c[3]}" for c in CHARTER])
def test_what_takes_a_right_from_the_owner_is_refused_with_the_rule_s_number(old, new, rule, line):
    found = errors(changed(old, new))
    assert any(f"[charter {rule}]" in one and line in one for one in found), found


def test_the_shipped_procedure_falls_by_the_same_checks():
    found = errors(changed("    by: [above]\n    at: [review]\n    to: reviewed",
                           "    by: [holder]\n    at: [review]\n    to: reviewed", text=PETITION))  # fmt: skip
    assert len(found) == 1 and "[charter 4] Write it like: by: [above]." in found[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "    to: mediation\n    within: mediation-consent\n",
            "    to: mediation\n    needs: [owners-consent]\n",
        ),
        (
            "    to: mediation\n    within: mediation-consent\n",
            "    to: mediation\n    within: mediation-proposal\n",
        ),
        ("    kind: consents\n    by: [owner]\n", "    kind: consents\n    by: [owner, holder]\n"),
    ],
)
def test_no_member_of_staff_agrees_to_mediation_for_the_owner(old, new):
    found = errors(changed(old, new, text=PETITION))
    assert any("[charter 3]" in one for one in found), found


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "p.yaml:1:1: The file is empty. Begin with “procedure:” and a key."),
        ((EXAMPLE + "---\nprocedure: b\n").encode(), "A file holds one procedure"),
        (b"procedure: !!set x\n", "A procedure has no tags like"),
        (b"x" * 1_000_001, "The file has 1.0 MB; a procedure has at most 1 MB."),
        ("procedure: 冬季\n".encode("gb18030"), "not saved as UTF-8"),
        (b"- a\n", "a mapping (name: value) is needed"),
    ],
    ids=["empty", "two", "tag", "big", "gbk", "list"],
)
def test_files_that_are_no_procedure(data, line):
    assert line in " ".join(errors(data))
    with pytest.raises(ProcedureRefused):
        procedure_of(data, file="p.yaml")


def test_in_chinese_too():
    with override("zh-hans"):
        [found] = check_procedure(changed("days: 7", "days: 6").encode(), file="f").findings
    assert str(found).endswith(
        "撤回至少在 7 天后生效，在此之前可以取消。 [charter 3] "
        "请让它起算一个“sort: effect”的期限，并由“kind: takes-back”的行为结束。"
    )


def test_the_command_ends_with_0_or_1(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(EXAMPLE)
    bad.write_text(changed("within: county", "within: country", "days: 3", "days: -3"))
    assert run("procedure", "check", good).exit_code == 0
    assert run("procedure", "check", good, "--json").stdout.strip() == "[]"
    said = run("procedure", "check", bad)
    assert said.exit_code == 1 and ":14:11: -3 is too small; at least 0." in said.stdout
    told = run("procedure", "check", bad, "--json")
    assert told.exit_code == 1
    assert [(f["line"], f["column"], f["severity"]) for f in json.loads(told.stdout)] == [(14, 11, "error")]


def test_a_file_that_is_too_big_is_not_read(tmp_path):
    big = tmp_path / "big.yaml"
    big.write_bytes(b"x" * 1_000_001)
    assert "at most 1 MB" in run("procedure", "check", big).stdout


CATEGORY_ERRORS = [
    ("en: Snow}", "en: Names of residents}", "[charter 1]"),
    ("en: Street lamps", "en: Complainants", "[charter 1]"),
    ("zh: 除雪", "zh: 家长行踪", "[charter 2]"),
    ("key: snow", "key: lamps", "The key “lamps” is given twice in this list."),
    ("group: roads, urgency", "group: road, urgency", "There is no group “road”. Did you mean “roads”?"),
    ("urgency: swift", "urgency: soon", "“soon” is not known here."),
]


@pytest.mark.parametrize(
    ("old", "new", "line"), CATEGORY_ERRORS, ids=[new for _old, new, _line in CATEGORY_ERRORS]
)
def test_categories_are_facilities_and_services(old, new, line):
    assert any(line in one for one in errors(changed(old, new, text=CATEGORIES), check_categories))
    with pytest.raises(CategoriesRefused):
        categories_of(changed(old, new, text=CATEGORIES).encode(), file="c.yaml")


def test_categories_have_a_command_too(tmp_path):
    file = tmp_path / "c.yaml"
    file.write_text(CATEGORIES)
    assert run("categories", "check", file).exit_code == 0
    file.write_text(changed("group: roads, urgency", "group: road, urgency", text=CATEGORIES))
    said = run("categories", "check", file)
    assert said.exit_code == 1 and "There is no group “road”" in said.stdout
