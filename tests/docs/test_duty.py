"""The page on duty: its example is the example plan's, every name of the section is on it, its instance is solved."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duecare.documents.reading import read
from duecare.duty.plan import SECTION
from duecare.duty.tests import validator
from duecare.orgs import audiences
from duecare.plans.findings import PLAN as PLANS
from tests.guards import sources

PAGES = [sources.ROOT / "docs/duty.md", sources.ROOT / "docs/duty.zh-CN.md"]
PLAN = sources.ROOT / "examples/plans/school-district-winter.yaml"
both = pytest.mark.parametrize("path", PAGES, ids=sources.name)


def block(path: Path, language: str) -> str:
    """The page's only block of that language. Both pages have the same blocks: see test_pages."""
    found = re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def names(schema: Any) -> Iterator[str]:
    """Every name that may stand in what a schema describes."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from names(part)


def test_the_example_is_what_the_example_plan_says():
    shown = read(block(PAGES[0], "yaml"), "page", PLANS)[0].value["duty"]
    whole = read(PLAN.read_text("utf-8"), "plan", PLANS)[0].value["duty"]
    assert shown == whole[:1]
    assert len(whole) == 2


@both
def test_every_name_of_the_section_is_explained(path):
    said = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", path.read_text("utf-8")))))
    assert {"sites", "weekends_most", "opens_before"} <= set(names(SECTION.schema()))
    assert not set(names(SECTION.schema())) - said


@both
def test_every_audience_that_duty_brings_is_explained(path):
    missing = [
        name
        for name in audiences.known()
        if name not in ("post", "head") and f"`{name}@site`" not in path.read_text("utf-8")
    ]
    assert not missing


def test_the_instance_is_solved_by_the_command_shown(tmp_path):
    (tmp_path / "week.txt").write_text(block(PAGES[0], "text"), "utf-8")
    words = block(PAGES[0], "sh").split()
    assert words.pop(0) == "duecare"
    done = subprocess.run(
        [sys.executable, "-m", "duecare.cli", *words],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "DUECARE_LANGUAGE": "en", "DUECARE_HOME": str(tmp_path / "home")},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = dict(word.split("=") for word in done.stdout.split())
    assert [*told] == ["objective", "bound", "seconds"]
    cost, broken = validator.check(block(PAGES[0], "text"), (tmp_path / "roster.csv").read_text("utf-8"))
    assert (cost, broken) == (int(told["objective"]), [])
    assert told["objective"] == told["bound"]
