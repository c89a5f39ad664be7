"""``duecare checklist check``: every error at once, with its place and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override

from duecare.cli.main import main
from duecare.inspections.checking import ChecklistRefused, check_bytes
from tools.checklist_file import EXAMPLE


def errors(text: str | bytes) -> list[str]:
    """The findings as lines, in English."""
    data = text.encode() if isinstance(text, str) else text
    with override("en"):
        return [str(f) for f in check_bytes(data, file="list.yaml").findings]


def changed(*pairs: str) -> str:
    """The example with the first of each pair replaced by the second; each stands in it once."""
    text = EXAMPLE
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in it"
        text = text.replace(old, new)
    return text


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["--language", "en", "checklist", "check", str(file), *options])


def test_the_example_of_the_reference_is_good():
    assert errors(EXAMPLE) == []
    assert [item.key for item in check_bytes(EXAMPLE.encode(), file="f").checklist().items] == [
        "alarm", "pressure", "fuel", "hose",
    ]  # fmt: skip


WRONG = [
    ("field: heating-and-hot-water", "field: residents", 'list.yaml:4:8: “residents” is not known here.'),
    ("key: alarm", "key: hose", "list.yaml:29:14: Two items have the key “hose”. Give one of them another key."),
    ("low: 0.1", "low: 0.8", "list.yaml:20:14: The least reading that passes is greater than the greatest."),
    ("        unit: MPa\n", "", "list.yaml:16:9: A reading needs a unit. Write it like: unit: ℃."),
    ("days: 0", "low: 0", "list.yaml:15:9: “low” belongs to an item with “answer: reading”."),
    ("item: fuel", "item: fule", "list.yaml:31:22: There is no item “fule” in this checklist."),
    ("is: [gas]", "is: [oil]",
     "list.yaml:31:33: “oil” is no outcome of the item “fuel”. One of: gas, coal."),
    ("is: [gas]", "is: []", "list.yaml:31:32: The list is empty; name at least one."),
    ("days: 0", "when: {item: hose, is: [pass]}",
     "list.yaml:15:22: The item “hose” stands further down, so it has no answer yet. Put it above this one."),
    (", en: Fuel}", "}", "list.yaml:24:14: “en” is missing here."),
    ("days: 0", "dayz: 0", "list.yaml:15:9: The name “dayz” is not known here. Did you mean “days”?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), WRONG, ids=[new or old for old, new, _line in WRONG])
def test_each_error_has_its_place_and_how_to_mend_it(old, new, line):
    assert any(found.startswith(line) for found in errors(changed(old, new))), errors(changed(old, new))


def test_items_that_wait_for_each_other_are_refused():
    text = changed(
        "days: 0", "when: {item: hose, is: [pass]}", "item: fuel, is: [gas]", "item: alarm, is: [pass]"
    )
    assert errors(text) == [
        "list.yaml:15:22: These items wait for each other: alarm → hose → alarm. Let one of them be asked always."
    ]


def test_an_item_can_not_wait_for_itself():
    text = changed("item: fuel, is: [gas]", "item: hose, is: [pass]")
    assert "wait for each other: hose → hose" in errors(text)[0]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("en: Fuel", "en: Whereabouts of parents", "2"),
        ("zh: 燃料", "zh: 家长名单", "1"),
        ("zh: 用测试气试一次。", "zh: 登记身份证。", "1"),
        ("zh: 锅炉房检查表", "zh: 教职工去向检查表", "6"),
        ("zh: 燃料", "zh: 值班人姓名", "1"),
        ("en: Gas}", "en: People gathering}", "2"),
    ],
)
def test_the_charter_refuses_with_the_number_of_its_rule(old, new, rule):
    assert any(f"[charter {rule}]" in found for found in errors(changed(old, new)))


def test_what_is_only_looked_at_may_use_words_that_are_not_asked_for():
    assert errors(changed("en: The gas alarm works", "en: The assembly point is marked")) == []


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "list.yaml:1:1: The file is empty. Begin with “checklist:” and a key."),
        ((EXAMPLE + "---\nchecklist: b\n").encode(), "A file holds one checklist"),
        ("checklist\uff1ax\ntitle: y\n".encode(), "Here stands a full-width colon."),
        (b"checklist: !!set x\n", "A checklist has no tags like"),
        (b"x" * 1_000_001, "The file has 1.0 MB; a checklist has at most 1 MB."),
        ("checklist: 冬季\n".encode("gb18030"), "not saved as UTF-8"),
        (b"- a\n", "a mapping (name: value) is needed"),
    ],
    ids=["empty", "two", "colon", "tag", "big", "gbk", "list"],
)
def test_files_that_are_no_checklist(data, line):
    assert line in " ".join(errors(data))
    with pytest.raises(ChecklistRefused):
        check_bytes(data, file="list.yaml").checklist()


def test_the_command_ends_with_0_or_1(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(EXAMPLE)
    bad.write_text(changed("low: 0.1", "low: 0.8", "is: [gas]", "is: [oil]"))
    assert run(good).exit_code == 0
    assert run(good, "--json").stdout.strip() == "[]"
    said = run(bad)
    assert said.exit_code == 1
    assert [line.rpartition("bad.yaml:")[2].split(" ")[0] for line in said.stdout.splitlines()] == [
        "20:14:", "31:33:",
    ]  # fmt: skip
    told = run(bad, "--json")
    assert told.exit_code == 1
    assert [(f["line"], f["column"], f["severity"]) for f in json.loads(told.stdout)] == [
        (20, 14, "error"), (31, 33, "error"),
    ]  # fmt: skip


def test_in_chinese_too():
    with override("zh-hans"):
        [found] = check_bytes(changed("low: 0.1", "low: 0.8").encode(), file="f").findings
    assert str(found) == "f:20:14: 合格的最小读数大于最大读数。"
