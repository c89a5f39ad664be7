"""What is published is what the program says: the schema, its reference, the example's workbook."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from jsonschema import Draft202012Validator

from duecare.documents.reading import read
from duecare.plans.findings import PLAN
from duecare.plans.shape import schema
from tests.plans.plans import EXAMPLES, WINTER
from tools import example_workbook, plan_file


@pytest.mark.parametrize("path", list(plan_file.written()), ids=lambda path: path.name)
def test_what_is_made_is_current(path):
    assert path.read_text() == plan_file.written()[path], "run `python -m tools.plan_file`"


def test_the_schema_lies_in_the_package():
    assert (files("duecare.plans") / "schema" / "plan.schema.json").is_file()


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", sorted((EXAMPLES / "plans").glob("*.yaml")), ids=lambda path: path.name)
def test_examples_fit_the_published_schema(path):
    document, findings = read(path.read_text(), path.name, PLAN)
    assert findings == []
    errors = list(Draft202012Validator(schema()).iter_errors(document.value))
    assert errors == []
    assert path.read_text().startswith("# yaml-language-server: $schema=")


def test_the_workbook_is_what_its_script_makes():
    assert (EXAMPLES / "organisation/school-district/units.xlsx").read_bytes() == example_workbook.workbook()


def test_a_reader_of_yaml_1_1_finds_the_same_names():
    """Other programs may read it otherwise (15:30 as a number), but no name or list is lost on them."""
    assert set(yaml.safe_load(WINTER.read_text())) == set(read(WINTER.read_text(), "f", PLAN)[0].value)


def test_every_sentence_that_asks_for_something_is_cited():
    text = WINTER.read_text()
    for clause in ("一.1", "一.2", "一.3", "一.4", "五.1", "六", "三.1", "三.2"):
        assert clause in text
    waiting = text[text.index("# Waiting for their modules") :]
    for module in ("incidents", "drills", "briefings"):
        assert module in waiting
