"""Statements composed once say the same as Django's own, on both databases."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from duecare.audit.models import Detail, Entry
from duecare.obligations.models import Happening, Ladder, TallyDelta
from duecare.orgs.models import Session, Unit, User
from duecare.web import rows
from tests.people import small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
AT = datetime(2027, 3, 5, 7, 30, 0, 123456, tzinfo=UTC)


def entry() -> Entry:
    return Entry(
        root=uuid.uuid4(),
        at=AT,
        verb="reports.filed",
        object_kind="obligation",
        object_id="1",
        commitment=b"\0\xff" * 16,
    )


def fields_of(row: object) -> dict[str, object]:
    found = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return {name: bytes(v) if isinstance(v, memoryview) else v for name, v in found.items()}


@pytest.mark.parametrize("model", [Unit, User])
def test_a_row_found_is_the_row_that_django_finds(model: type[Unit] | type[User]) -> None:
    small_district()
    for row in model._default_manager.all():
        found = rows.find(model, id=str(row.pk))
        assert found is not None
        assert fields_of(found) == fields_of(row)
        assert not found._state.adding


def test_what_is_not_there_is_none() -> None:
    assert rows.find(User, id=uuid.uuid4()) is None
    assert rows.find(Session, session_key="' OR 1=1 --") is None


def test_rows_inserted_read_back_as_they_were() -> None:
    one = entry()
    rows.insert(one)
    rows.insert(Detail(entry=one, salt=b"\0" * 16, body='{"a":"%s"}'))
    assert fields_of(Entry.objects.get(pk=one.pk)) == fields_of(one)
    assert bytes(Detail.objects.get(pk=one.pk).salt) == b"\0" * 16
    assert Detail.objects.get(pk=one.pk).body == {"a": "%s"}
    happening = Happening(
        obligation_id=uuid.uuid4(),
        root_id=uuid.uuid4(),
        what="remind",
        recipients=["a'b", '"'],
        was_due_at=AT,
        done_at=AT,
    )
    rows.insert(happening)
    assert fields_of(Happening.objects.get()) == fields_of(happening)


def test_many_rows_take_a_statement_a_hundred() -> None:
    many = [
        TallyDelta(lineage="00000", kind="k", strand="s", slot=date(2027, 3, 5), measure="opened", amount=n)
        for n in range(250)
    ]
    with CaptureQueriesContext(connection) as taken:
        rows.insert(*many)
    assert len(taken) == 3
    assert list(TallyDelta.objects.order_by("id").values_list("amount", flat=True)) == list(range(250))
    with CaptureQueriesContext(connection) as taken:
        rows.insert()
    assert not taken.captured_queries


def test_an_update_writes_the_fields_named_and_no_other() -> None:
    unit = small_district().root
    unit.name, unit.phone, unit.closed_at = "改名", "'; --", AT
    rows.update(unit, "name", "closed_at")
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.name, kept.closed_at) == ("改名", AT)
    assert kept.phone != unit.phone


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_unanswered_is_all_there_or_refused_as_one() -> None:
    first, second = entry(), entry()
    with transaction.atomic(), rows.unanswered():
        rows.insert(first)
        rows.insert(second)
    assert Entry.objects.count() == 2
    third = entry()
    with pytest.raises(IntegrityError), transaction.atomic(), rows.unanswered():  # noqa: PT012
        rows.insert(third)
        rows.insert(first)
        rows.insert(entry())
    assert Entry.objects.count() == 2


def test_a_question_composed_once_is_answered_as_django_answers_it() -> None:
    district = small_district()
    asked = rows.Ready(
        lambda root, at: Unit.objects.filter(root=root, created_at__lte=at, kind="primary_school").order_by(
            "code"
        ),
        uuid.UUID(int=1),
        datetime(1970, 1, 1, tzinfo=UTC),
    )
    expected = list(Unit.objects.filter(kind="primary_school").order_by("code"))
    assert len(expected) > 1
    for _again in range(2):
        found = [rows.made(Unit, row) for row in asked(district.root.id, AT)]
        assert [fields_of(one) for one in found] == [fields_of(one) for one in expected]
    assert asked(uuid.uuid4(), AT) == []
    assert asked(district.root.id, datetime(2001, 1, 1, tzinfo=UTC)) == []


def test_a_question_that_loses_a_value_is_not_asked() -> None:
    asked = rows.Ready(lambda unit: Unit.objects.filter(name="x"), uuid.UUID(int=1))
    with pytest.raises(AssertionError):
        asked(uuid.uuid4())


def test_what_is_there_already_is_left_as_it_is() -> None:
    before = Ladder(id="a" * 64, steps=[])
    rows.insert(before)
    rows.insert(Ladder(id="a" * 64, steps=[{"act": "tell"}]), unless_there=True)
    assert Ladder.objects.get(id="a" * 64).steps == []
