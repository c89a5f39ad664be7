"""The checklists that come with the program, and what is published of their format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from duecare.documents.reading import read
from duecare.inspections import versions
from duecare.inspections.checking import CHECKLIST, check_file
from duecare.inspections.rules import PRACTICE, Answer, Field, Kind, Level, Photograph, progress
from duecare.inspections.shape import schema
from tests.guards.test_languages import HALF_WIDTH
from tools import checklist_file

FILES = sorted((checklist_file.PACKAGE / "checklists").glob("*.yaml"))
SHIPPED = [one.checklist for one in versions.shipped()]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text of a checklist, in both languages."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict) and "zh" in value:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)


@pytest.mark.parametrize("path", list(checklist_file.written()), ids=lambda path: path.name)
def test_what_is_made_is_current(path):
    assert path.read_text() == checklist_file.written()[path], "run `python -m tools.checklist_file`"


def test_the_schema_is_one_and_lies_in_the_package():
    Draft202012Validator.check_schema(schema())
    assert (files("duecare.inspections") / "schema" / "checklist.schema.json").is_file()


def test_there_is_one_for_each_field():
    assert [one.field for one in SHIPPED] == list(Field)
    assert [one.key for one in SHIPPED] == [field.value for field in Field]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_without_errors(path: Path):
    assert [str(f) for f in check_file(path).findings] == []
    document, _findings = read(path.read_text(), path.name, CHECKLIST)
    assert list(Draft202012Validator(schema()).iter_errors(document.value)) == []
    assert path.read_text().startswith("# yaml-language-server: $schema=../schema/checklist.schema.json\n")
    assert document.value["checklist"] == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_languages_are_there(path: Path):
    for text in texts(check_file(path).body):
        assert CHINESE.search(text["zh"]) and not HALF_WIDTH.search(text["zh"]), text["zh"]
        assert not CHINESE.search(text["en"]) and re.search(r"[A-Za-z]", text["en"]), text["en"]
        assert "你" not in text["zh"]


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_each_is_long_enough_and_not_too_long(one):
    items = list(one.items)
    assert 15 <= len(items) <= 40
    assert {Kind.CHECK, Kind.READING} <= {item.kind for item in items}
    assert any(item.level is Level.MAJOR for item in items)
    assert any(item.photograph is not Photograph.NEVER for item in items)
    assert all(item.look for item in items if item.kind is Kind.TEXT)


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_no_source_is_named_that_nobody_read(one):
    assert {item.source for item in one.items} == {PRACTICE}


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_each_can_be_answered_to_its_end(one):
    answers: dict[str, Answer] = {}
    while missing := progress(one, answers).missing:
        item = one.item(missing[0])
        value = {Kind.CHECK: "pass", Kind.READING: str(item.low or item.high), Kind.TEXT: "x"}
        answers[item.key] = Answer(value.get(item.kind) or item.options[0].key, photographs=1)
    assert progress(one, answers).complete
