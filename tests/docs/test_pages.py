"""The pages people read are there in both languages, say the same things in the same order, and lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guards import sources

ROOT = sources.ROOT
ENGLISH = [
    ROOT / "README.md",
    *sorted(p for p in (ROOT / "docs").glob("*.md") if not p.name.endswith(".zh-CN.md")),
]
CHINESE = [path.with_name(f"{path.stem}.zh-CN.md") for path in ENGLISH]
PAIRS = list(zip(ENGLISH, CHINESE, strict=True))
ALL = [
    *ENGLISH, *CHINESE, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs/decisions").glob("*.md")), *sorted((ROOT / "docs/reference").glob("*.md")),
]  # fmt: skip
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
#: A comma, a semicolon, a colon or a parenthesis of ASCII right beside a Chinese character.
NARROW = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!(][\u4e00-\u9fff]")
WITHOUT_CODE = re.compile(r"```.*?^```|`[^`]*`|\]\([^)]*\)|!?\[", re.DOTALL | re.MULTILINE)


def text(path: Path) -> str:
    return path.read_text("utf-8")


def test_no_page_is_in_one_language_alone():
    assert {p.name for p in CHINESE} == {
        p.name for p in [*ROOT.glob("*.zh-CN.md"), *(ROOT / "docs").glob("*.zh-CN.md")]
    }


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=[sources.name(p) for p in ENGLISH])
def test_both_have_the_same_headings_and_the_same_examples(english, chinese):
    ours, theirs = FENCE.sub("", text(english)), FENCE.sub("", text(chinese))
    assert [len(level) for level, _t in HEADING.findall(ours)] == [
        len(level) for level, _t in HEADING.findall(theirs)
    ]
    assert FENCE.findall(text(english)) == FENCE.findall(text(chinese))
    assert re.findall(r"\d[\d:.]*", "".join(re.findall(r"`[^`\n]*`", ours))) == re.findall(
        r"\d[\d:.]*", "".join(re.findall(r"`[^`\n]*`", theirs))
    )


@pytest.mark.parametrize("path", CHINESE, ids=sources.name)
def test_chinese_is_chinese_with_its_own_punctuation(path):
    said = WITHOUT_CODE.sub("", text(path))
    assert len(re.findall(r"[\u4e00-\u9fff]", said)) > 300
    assert not NARROW.findall(said)


@pytest.mark.parametrize("path", ALL, ids=sources.name)
def test_links_lead_somewhere(path):
    gone = []
    for target in LINK.findall(FENCE.sub("", text(path))):
        if re.match(r"https?://|mailto:|#", target) or "/pictures/" in target:
            continue
        if not (path.parent / target.partition("#")[0]).exists():
            gone.append(target)
    assert not gone


def test_the_pictures_are_there():
    """They are taken from a running demo by `python -m tools.pictures`, all at once."""
    links = [target for path in (ENGLISH[0], CHINESE[0]) for target in LINK.findall(text(path))]
    wanted = {target for target in links if "/pictures/" in target}
    assert len(wanted) == 8
    missing = {target for target in wanted if not (ROOT / target).exists()}
    assert not missing
