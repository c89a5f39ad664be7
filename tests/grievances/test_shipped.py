"""The procedure and the categories that come with the program, and what is published of their formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from duecare.documents.reading import read
from duecare.grievances.checking import CATEGORIES, PROCEDURE, WORDINGS, check_categories, check_procedure
from duecare.grievances.rules import Urgency, procedure_from, version_id
from duecare.grievances.shape import categories_schema, procedure_schema, wordings_schema
from duecare.grievances.versions import (
    DEFAULT,
    shipped,
    shipped_categories,
    shipped_procedure,
    shipped_wordings,
)
from tests.guards.test_languages import HALF_WIDTH
from tools import procedure_file

PROCEDURES = sorted((procedure_file.PACKAGE / "procedures").glob("*.yaml"))
LISTS = sorted((procedure_file.PACKAGE / "categories").glob("*.yaml"))
WORDS = procedure_file.PACKAGE / "wordings/default.yaml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in both languages."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict) and "zh" in value:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)


@pytest.mark.parametrize("path", list(procedure_file.written()), ids=lambda path: path.name)
def test_what_is_made_is_current(path):
    assert path.read_text() == procedure_file.written()[path], "run `python -m tools.procedure_file`"


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_each_procedure_is_without_errors(path):
    assert [str(f) for f in check_procedure(path.read_bytes(), file=path.name).findings] == []
    document, _findings = read(path.read_text(), path.name, PROCEDURE)
    assert list(Draft202012Validator(procedure_schema()).iter_errors(document.value)) == []
    assert document.value["procedure"] == path.stem
    assert path.read_text().startswith("# yaml-language-server: $schema=../schema/procedure.schema.json\n")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_list_of_categories_is_without_errors(path):
    assert [str(f) for f in check_categories(path.read_bytes(), file=path.name).findings] == []
    document, _findings = read(path.read_text(), path.name, CATEGORIES)
    assert list(Draft202012Validator(categories_schema()).iter_errors(document.value)) == []
    assert document.value["categories"] == path.stem


def test_the_wordings_are_without_errors():
    assert shipped_wordings()
    document, _findings = read(WORDS.read_text(), WORDS.name, WORDINGS)
    assert list(Draft202012Validator(wordings_schema()).iter_errors(document.value)) == []


def test_the_schemas_are_good_and_lie_in_the_package():
    named = (
        ("procedure", procedure_schema()),
        ("categories", categories_schema()),
        ("wordings", wordings_schema()),
    )
    for name, schema in named:
        Draft202012Validator.check_schema(schema)
        assert (files("duecare.grievances") / "schema" / f"{name}.schema.json").is_file()


@pytest.mark.parametrize("path", [*PROCEDURES, *LISTS, WORDS], ids=lambda path: path.parent.name)
def test_both_languages_are_there(path):
    document, _findings = read(path.read_text(), path.name, PROCEDURE)
    for text in texts(document.value):
        assert CHINESE.search(text["zh"]) and not HALF_WIDTH.search(text["zh"]), text["zh"]
        assert not CHINESE.search(text["en"]) and re.search(r"[A-Za-z]", text["en"]), text["en"]
        assert "你" not in text["zh"]


def test_a_version_is_its_content():
    [path] = PROCEDURES
    body = check_procedure(path.read_bytes(), file="p").body
    loud = path.read_bytes().replace(b"\n\n", b"\n# a remark\n\n")
    assert (
        shipped()[0].version_id
        == version_id(body)
        == procedure_from(check_procedure(loud, file="p").body).version_id
    )
    assert re.fullmatch("[0-9a-f]{64}", version_id(body))
    rolled = path.read_bytes().replace(b"rolls_over_holidays: false", b"rolls_over_holidays: true")
    assert version_id(check_procedure(rolled, file="p").body) != version_id(body)


def test_the_default_procedure_is_there_and_another_is_not():
    assert [one.key for one in shipped()] == [DEFAULT]
    assert shipped_procedure("no-such-procedure") is None


def test_categories_are_in_their_groups_and_some_are_looked_at_for_danger_first():
    found = shipped_categories()
    assert {one.group for one in found.categories} == {key for key, _title in found.groups}
    urgency = {one.key: one.urgency for one in found.categories}
    assert urgency["school-meals"] is Urgency.SWIFT and urgency["roads"] is Urgency.ORDINARY
    assert found.category("persons") is None and found.category("other") is not None
