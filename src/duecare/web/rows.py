"""Rows of the paths that everybody takes at once: filing, who asks, and whom the clock tells.

Django composes each statement anew, which takes it longer than the database takes to run one. Here a statement is
composed once in a process, from the model; what a field does to its values, both ways, is Django's own.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Expression,
    Field,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)

M = TypeVar("M", bound=Model)
#: Column by column, the functions that make Python of what the database gave, and what they want to know of it.
Converters = tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]
#: Rows of one statement; SQLite takes 32,766 values in one.
AT_ONCE = 100
#: Values of one statement that inserts rows of several models: psycopg takes one with more apart anew each time.
MOST_VALUES = 50
_PLAIN = (CharField, TextField, BooleanField)
#: By model, and whether to leave out what is there: how many rows, and their values one after the other.
Gathered = dict[tuple[type[Model], bool], list[tuple[int, list[Any]]]]
_ID: UUIDField[Any, Any] = UUIDField()
_here = threading.local()


def insert(*rows: Model, unless_there: bool = False) -> None:
    """Insert new rows of one model, up to a hundred in a statement. Keys that the database makes are not read back.

    In a block that is :func:`unanswered` they are inserted at its end, with those of other models.

    :param unless_there: leave a row out that is there already; for what its key says all of, as a content's hash does.
    """
    gathered: Gathered | None = getattr(_here, "gathered", None)
    database = connections[connection.alias]
    for start in range(0, len(rows), AT_ONCE):
        few = rows[start : start + AT_ONCE]
        model = type(few[0])
        values = [_prepared(row, database, *given) for row in few for given in _given(model)]
        if gathered is not None:
            gathered.setdefault((model, unless_there), []).append((len(few), values))
        else:
            with connection.cursor() as cursor:
                cursor.execute(_insert(model, len(few), unless_there), values)
        for row in few:
            row._state.adding, row._state.db = False, database.alias


def _prepared(row: Model, database: Any, name: str, field: Field[Any, Any], plain: bool) -> Any:
    """The value of a row's field as it is stored; what is stored as it is spares the field the work."""
    value = getattr(row, name)
    if value is None or (plain and type(value) in (str, bool)):
        return value
    return field.get_db_prep_save(value, database)


def _insert_gathered(gathered: Gathered) -> None:
    """Insert rows of several models: few statements where the database takes many models in one, else one for each."""
    together = connection.vendor == "postgresql"
    waiting: list[tuple[type[Model], int, bool]] = []
    values: list[Any] = []
    with connection.cursor() as cursor:
        for (model, unless_there), parts in gathered.items():
            given = [value for _count, part in parts for value in part]
            if waiting and not (together and len(values) + len(given) <= MOST_VALUES):
                cursor.execute(_insert_together(tuple(waiting)), values)
                waiting, values = [], []
            waiting.append((model, sum(count for count, _part in parts), unless_there))
            values += given
        if waiting:
            cursor.execute(_insert_together(tuple(waiting)), values)


def update(row: Model, *names: str) -> None:
    """Write some fields of a row that is there, because the caller holds it. One statement."""
    fields = (*_named(type(row), names), row._meta.pk)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_update(type(row), names), values)


def find(model: type[M], **by: Any) -> M | None:
    """The row with these values, if there is one. One statement.

    :raises ValueError: a value is of a kind that its field can't have.
    """
    names = tuple(by)
    prepared = [
        field.get_db_prep_value(field.to_python(by[field.name]), connection) for field in _named(model, names)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_select(model, names), prepared)
        found = cursor.fetchone()
    return None if found is None else made(model, found)


def made(model: type[M], found: Sequence[Any]) -> M:
    """The row of which the database gave :func:`columns`, in their order."""
    values, database = list(found), connections[connection.alias]
    for place, converters, column in _converters(model, database.vendor):
        for convert in converters:
            values[place] = convert(values[place], column, database)
    return model.from_db(database.alias, _names(model), values)


def columns(model: type[Model], alias: str) -> str:
    """The model's columns for a statement that is written out."""
    return ", ".join(f"{alias}.{_quoted(field.column)}" for field in model._meta.concrete_fields)


@contextmanager
def unanswered() -> Iterator[None]:
    """Send the block's statements one behind the other; their answers, and what they refuse, come at its end.

    Nothing may be read in it, and nothing updated that it inserts: new rows are gathered, and inserted when it ends. On
    PostgreSQL that is one statement, and no wait for each; SQLite has nobody to wait for.
    """
    if getattr(_here, "gathered", None) is not None:
        yield
        return
    gathered: Gathered = {}
    _here.gathered = gathered
    try:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, connection.connection.pipeline():
                yield
                _insert_gathered(gathered)
        else:
            yield
            _insert_gathered(gathered)
    finally:
        _here.gathered = None


class Ready:
    """A question that is composed once in a process, ``Ready(lambda unit: Post.objects.filter(unit=unit), STAND_IN)``.

    :param asked: the queryset for given values; their number, and which are None, never changes with them.
    :param stand_ins: values to compose it with, no two alike, which nothing else in the question equals.
    :param behind: what stands behind the statement where rows can be locked.
    """

    def __init__(self, asked: Callable[..., QuerySet[Any, Any]], *stand_ins: Any, behind: str = "") -> None:
        self._asked, self._stand_ins, self._behind = asked, stand_ins, behind
        self._composed: dict[str, tuple[str, tuple[tuple[int | None, Any], ...]]] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The answer as the database gives it, column by column; :func:`made` makes a row of it. One statement."""
        composed = self._composed.get(connection.vendor) or self._compose()
        given = [stored(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(composed[0], [always if n is None else given[n] for n, always in composed[1]])
            return list(cursor.fetchall())

    def _compose(self) -> tuple[str, tuple[tuple[int | None, Any], ...]]:
        text, parameters = self._asked(*self._stand_ins).query.sql_with_params()
        if connection.features.has_select_for_update:
            text += self._behind
        places = [stored(value) for value in self._stand_ins]
        order = tuple((places.index(one) if one in places else None, one) for one in parameters)
        assert {n for n, _always in order} >= set(range(len(places))), "a stand-in is lost in the statement"
        composed = self._composed[connection.vendor] = text, order
        return composed


def stored(value: Any) -> Any:
    """A value as a statement takes it: ids, times and days in the database's own form."""
    if isinstance(value, uuid.UUID):
        return _ID.get_db_prep_value(value, connection)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class Among(Expression):
    """Many ids as one value of a statement: ``filter(id__in=Among(ids))`` is the same text for one id and for 2,000."""

    def __init__(self, ids: Iterable[uuid.UUID]) -> None:
        super().__init__(output_field=UUIDField())
        self._ids = {value.hex for value in ids}

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str | int]]:
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::uuid[]))", ["{" + ",".join(self._ids) + "}"]
        return "(SELECT value FROM json_each(%s))", [json.dumps(list(self._ids))]


@cache
def _given(model: type[Model]) -> tuple[tuple[str, Field[Any, Any], bool], ...]:
    """Name and field of what an insert gives, and whether text and truth are stored as they are."""
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, AutoField))
    return tuple((field.attname, field, type(field) in _PLAIN) for field in fields)


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _named(model: type[Model], names: tuple[str, ...]) -> tuple[Field[Any, Any], ...]:
    fields = tuple(model._meta.get_field(name) for name in names)
    return tuple(field for field in fields if isinstance(field, Field))


@cache
def _insert(model: type[Model], count: int, unless_there: bool) -> str:
    columns = [field.column for _name, field, _plain in _given(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    otherwise = " ON CONFLICT DO NOTHING" if unless_there else ""
    values = ", ".join([row] * count)
    return f"INSERT INTO {_table(model)} ({_list(columns)}) VALUES {values}{otherwise}"  # noqa: S608 - the model's own names


@lru_cache(maxsize=256)
def _insert_together(few: tuple[tuple[type[Model], int, bool], ...]) -> str:
    """Many inserts as one statement, of PostgreSQL where it is more than one; foreign keys are looked at in the end."""
    *others, last = [_insert(*one) for one in few]
    named = ", ".join(f"i{n} AS ({one})" for n, one in enumerate(others))
    return f"WITH {named} {last}" if named else last


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    written = ", ".join(f"{_quoted(field.column)} = %s" for field in _named(model, names))
    return f"UPDATE {_table(model)} SET {written} WHERE {_quoted(model._meta.pk.column)} = %s"  # noqa: S608


@cache
def _select(model: type[Model], names: tuple[str, ...]) -> str:
    wanted = " AND ".join(f"{_quoted(field.column)} = %s" for field in _named(model, names))
    return f"SELECT {columns(model, _table(model))} FROM {_table(model)} WHERE {wanted}"  # noqa: S608


@cache
def _converters(model: type[Model], _vendor: str) -> Converters:
    found = []
    for place, field in enumerate(model._meta.concrete_fields):
        column = field.get_col(model._meta.db_table)
        converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]  # type: ignore[attr-defined]
        if converters:
            found.append((place, converters, column))
    return tuple(found)


def _table(model: type[Model]) -> str:
    return _quoted(model._meta.db_table)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
