"""Names of the board's columns, taken from one duty of each: no page reads all units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.utils.translation import override

from duecare.obligations import kinds
from duecare.obligations.models import Obligation
from duecare.orgs.models import Unit
from duecare.orgs.rules import subtree_end
from duecare.web.rows import columns, made


@dataclass(frozen=True, slots=True)
class Strand:
    """A column: what is owed, and by when."""

    key: str
    title: str
    title_en: str
    due_at: datetime | None


def describe(unit: Unit, day: date, keys: Sequence[str]) -> list[Strand]:
    """The strands in order of their due times. One statement, a row for each strand."""
    named = {row.strand: row for row in _firsts(unit, day, keys)} if keys else {}
    found = [_column(row) if (row := named.get(key)) else Strand(key, key, "", None) for key in keys]
    return sorted(found, key=lambda s: (s.due_at is None, s.due_at and s.due_at.timestamp(), s.title, s.key))


def _column(row: Obligation) -> Strand:
    """Of a confidential kind what it is called, and neither the number nor the time of anybody's matter."""
    if not row.confidential:
        return Strand(row.strand, row.title, row.title_en, row.due_at)
    label = kinds.get(row.kind).label
    with override("zh-hans"):
        title = str(label)
    with override("en"):
        return Strand(row.strand, title, str(label), None)


def _firsts(unit: Unit, day: date, keys: Sequence[str]) -> list[Obligation]:
    """Of each strand the duty of the unit that comes first in the tree."""
    prepared = Obligation._meta.get_field("slot").get_db_prep_value(day, connection)
    until = subtree_end(unit.lineage)
    values = [value for key in keys for value in (key, prepared, unit.lineage, until)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(keys)), values)
        return [made(Obligation, row) for row in cursor.fetchall()]


@cache
def _statement(count: int) -> str:
    """Written out: composed anew it would take longer than to run."""
    table = connection.ops.quote_name(Obligation._meta.db_table)
    one = (
        f"SELECT * FROM (SELECT {columns(Obligation, 'o')} FROM {table} o WHERE o.strand = %s AND o.slot = %s"  # noqa: S608
        " AND o.lineage >= %s AND o.lineage <= %s ORDER BY o.lineage LIMIT 1) first"
    )
    return " UNION ALL ".join([one] * count)
