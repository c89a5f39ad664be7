"""Rule 1: no register of persons. No table has a resident as its subject, and none can come in unnoticed."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models

from duecare.places.models import Place
from duecare.places.vocabulary import PlaceKind
from tests.charter.tables import SUBJECTS, TABLES, TO_STAFF, columns, ours

pytestmark = pytest.mark.both

PERSONS = re.compile(
    r"(?:^|_)(?:residents?|citizens?|petition\w*|complain\w*|persons?|parents_of|pupils?|students?|members?|famil\w+"
    r"|relatives?|victims?|suspects?|watch_?list\w*|black_?list\w*|profiles?|dossiers?|scores?|risk\w*|gender|sex"
    r"|birth\w*|age|id_?card\w*|passport\w*|address|dwelling\w*|household\w*)(?:_|$)"
)


def test_every_table_says_what_it_is_about():
    found = {model._meta.label for model in ours()} - {"demo.Mark"}
    assert found == set(TABLES), (
        "a new table is a decision: say in tests/charter/tables.py what its rows are about"
    )
    assert set(TABLES.values()) <= SUBJECTS


def test_no_table_lies_in_the_database_besides_the_models(db):
    known = {m._meta.db_table for m in ours()} | {"django_migrations", "sqlite_sequence"}
    framework = re.compile(r"^(?:auth|account|mfa|django)_")
    others = {name for name in connection.introspection.table_names() if not framework.match(name)}
    # SQLite's inverted indexes over words of hazards and subject lines, and the tables in which FTS5 keeps them.
    for words in ("hazards_words", "grievances_words"):
        others -= {f"{words}{part}" for part in ("", "_config", "_data", "_docsize", "_idx")}
    assert others <= known


def test_no_column_is_named_for_a_person():
    assert not [name for name, _field in columns() if PERSONS.search(name.rpartition(".")[2].lower())]


def test_only_staff_are_pointed_at_and_only_where_they_acted():
    staff = get_user_model()
    found = {name for name, field in columns() if field.is_relation and field.related_model is staff}
    assert found == set(TO_STAFF)


def test_a_name_is_kept_of_staff_and_units_alone():
    named = {name for name, _field in columns() if name.rpartition(".")[2] in {"name", "name_en", "username"}}
    assert named == {
        "hazards.SavedView.name",  # of filters
        "obligations.Heartbeat.name",  # of a part of the clock
        "hazards.PaperDraft.name", "orgs.ImportDraft.name",  # of a file
        "places.Place.name", "places.Place.name_en",  # of a kind from a closed list
        "orgs.Unit.name", "orgs.Unit.name_en", "orgs.User.name", "orgs.User.username",
    }  # fmt: skip


def test_places_are_of_a_closed_list_without_dwellings_and_without_persons():
    assert set(PlaceKind.values) == {
        "room", "stairwell", "exit", "kitchen", "boiler_room", "boiler", "switchboard", "laboratory", "dormitory",
        "playground", "gate", "bus", "pool", "tower", "cable", "pump", "goods_store", "building",
    }  # fmt: skip
    constraint = next(c for c in Place._meta.constraints if c.name == "place_kind")
    assert str(PlaceKind.values) in str(constraint), "the database holds it too"


def test_people_are_counted_never_listed():
    """The one column with a headcount is a number."""
    heads = {name: field for name, field in columns() if "headcount" in name}
    assert list(heads) == ["tasks.Completion.headcount"]
    assert isinstance(heads["tasks.Completion.headcount"], models.PositiveIntegerField)
