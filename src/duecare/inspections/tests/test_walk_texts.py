"""What the page without a network asks for is there: every text, every icon, every file."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import override

from duecare.inspections.views import walk
from duecare.inspections.views.walk_texts import TEXTS

MODULE = Path(walk.__file__).parent.parent
SCRIPTS = {path: path.read_text() for path in walk.SCRIPTS.rglob("*.js")}
ALL = "\n".join(SCRIPTS.values())
#: Names that a script puts together: `fault_…`, `file_…`, and the texts that it hands on by name.
MADE = re.compile(r"say\(`(\w+_)\$\{")
STATES = {
    "fault_": {
        "missing",
        "empty",
        "unknown",
        "no-number",
        "too-long",
        "no-photograph",
        "no-photograph-after",
    },
    "file_": {"taken", "unreadable", "other-user"},
}


def asked_for() -> set[str]:
    """Every name that a script asks for."""
    found = set(re.findall(r'say\("([\w-]+)"', ALL))
    found |= {name for pair in re.findall(r'say\([^)]*\? "(\w+)" : "(\w+)"', ALL) for name in pair}
    found |= set(re.findall(r'this\.refuse\("(\w+)"\)', ALL)) | set(
        re.findall(r'return "(photograph_\w+|phone_full)"', ALL)
    )
    found |= {"storage_broken", "phone_full", "pass", "fail", "na"}
    assert set(MADE.findall(ALL)) == set(STATES)
    return found | {head + tail for head, tails in STATES.items() for tail in tails}


def test_every_text_that_is_asked_for_is_there_and_no_other() -> None:
    assert asked_for() == set(TEXTS)


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    names = re.compile(r"\{\w+\}")
    for name, text in TEXTS.items():
        with override("en"):
            english = set(names.findall(str(text)))
        with override("zh-hans"):
            assert set(names.findall(str(text))) == english, name


def test_icons_are_in_the_sprite() -> None:
    used = set(re.findall(r'(?:sign: |icon\()"([\w-]+)"', ALL)) | set(
        re.findall(r'state\([^"]*"\w+", "([\w-]+)"', ALL)
    )
    used |= set(re.findall(r'"([\w-]+)"', re.search(r"const SIGNS = \{(.*?)\}", ALL)[1]))  # type: ignore[index]
    listed = set((MODULE.parent / "web/icons.txt").read_text().split())
    assert len(used) > 20 and not used - listed


def test_every_module_that_is_imported_is_there() -> None:
    for path, text in SCRIPTS.items():
        for name in re.findall(r'from "(\.[^"]+)"', text):
            assert (path.parent / name).resolve() in SCRIPTS, f"{path.name}: {name}"
