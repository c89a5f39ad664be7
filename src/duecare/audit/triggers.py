"""Triggers that refuse to change the record, on both databases; migration 0002 sets them.

They keep an honest hand from slipping and make a dishonest one leave traces. Whoever owns the database can drop
them; then the tree and its heads tell.
"""

from __future__ import annotations

from collections.abc import Iterator

KEPT = ("id", "root", "at", "actor", "post", "verb", "object_kind", "object_id", "commitment")

#: table -> (refused on UPDATE when, on SQLite; the same on PostgreSQL; whether DELETE is refused)
_SAME = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in KEPT)
_DISTINCT = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in KEPT)
_HEAD = ("id", "root", "size", "root_hash", "at", "key", "signature")
RULES: dict[str, tuple[str, str, bool]] = {
    "audit_entry": (f"OLD.leaf IS NOT NULL OR {_SAME}", f"OLD.leaf IS NOT NULL OR {_DISTINCT}", True),
    "audit_detail": ("1", "true", False),
    "audit_tree": ("NEW.size < OLD.size", "NEW.size < OLD.size", True),
    "audit_tile": (
        "substr(NEW.hashes, 1, length(OLD.hashes)) IS NOT OLD.hashes",
        "substring(NEW.hashes from 1 for length(OLD.hashes)) IS DISTINCT FROM OLD.hashes",
        True,
    ),
    "audit_treehead": (
        "OLD.sent_at IS NOT NULL OR " + " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in _HEAD),
        "OLD.sent_at IS NOT NULL OR " + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _HEAD),
        True,
    ),
}
REFUSAL = "the record is append-only"
_FUNCTION = "audit_refuse"


def protections(vendor: str) -> list[str]:
    """The statements that set the triggers. A migration that rebuilds one of the tables on SQLite runs them again."""
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW"
            f"{' WHEN ' + when if when else ''} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name, table, act, when in _each(0)
        ]
    refuse = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
    return [
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$",
        *(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW"
            f"{f' WHEN ({when})' if when else ''} EXECUTE FUNCTION {_FUNCTION}()"
            for name, table, act, when in _each(1)
        ),
    ]


def removals(vendor: str) -> list[str]:
    """The statements that take them away."""
    if vendor != "postgresql":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, *_rest in _each(0)]
    drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table, *_rest in _each(1)]
    return [*drops, f"DROP FUNCTION IF EXISTS {_FUNCTION}()"]


def _each(dialect: int) -> Iterator[tuple[str, str, str, str]]:
    """Name, table, act and condition of every trigger."""
    for table, rule in RULES.items():
        yield f"{table}_update", table, "update", str(rule[dialect])
        if rule[2]:
            yield f"{table}_delete", table, "delete", ""
