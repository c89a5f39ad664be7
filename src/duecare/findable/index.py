"""An inverted index over rows of tokens, on both databases; a module's migration sets it up.

PostgreSQL has a GIN index over an expression. SQLite has an FTS5 table that keeps no text of its own: its content is
the module's table of tokens, and triggers tell it of every change. ``ascii`` is the tokenizer that parts at spaces and
knows nothing of letters; the tokens are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, Value

from duecare.findable import bigrams

#: What the GIN index lies over, and what a query has to ask word for word.
_EXPRESSION = "array_to_tsvector(string_to_array(btrim({words}), ' '))"
#: Pages of the index that a step of tidying moves at once, so that it holds the database for milliseconds.
PAGES = 64
_OUT = "INSERT INTO {name} ({name}, rowid, words) VALUES ('delete', old.id, old.words);"
_IN = "INSERT INTO {name} (rowid, words) VALUES (new.id, new.words);"
#: What a trigger's name ends in -> what it waits for, and what it does.
_TRIGGERS = {"insert": ("INSERT", _IN), "delete": ("DELETE", _OUT), "update": ("UPDATE OF words", _OUT + _IN)}
_TABLE = (
    "CREATE VIRTUAL TABLE {name} USING "
    "fts5(words, content='{content}', content_rowid='id', detail='none', tokenize='ascii')"
)
#: On SQLite, moves so many pages of the index together; fewer than 0 begins with all of it. What was deleted from FTS5
#: stays in its older pages until they are moved (SQLite has an option against it only from 3.42 on).
_TIDYING = "INSERT INTO {name} ({name}, rank) VALUES ('merge', %s)"
#: Words, each with the pieces that its tokens hold one behind the other, and with marks that would do instead.
Sought = Sequence[tuple[Sequence[str], Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Index:
    """The inverted index over one table of tokens, which has the columns ``id`` (a whole number) and ``words``.

    :param name: of the index, and on SQLite of the FTS5 table; ``content`` the table's.
    """

    name: str
    content: str

    def additions(self, vendor: str) -> list[str]:
        """The statements that set it up. A migration that rebuilds its content's table on SQLite runs them again."""
        if vendor == "postgresql":
            # Without a list of pending entries a search never reads more than its own.
            expression = _EXPRESSION.format(words="words")
            return [
                f"CREATE INDEX {self.name} ON {self.content} USING gin (({expression})) WITH (fastupdate = off)"
            ]
        waiting = [
            f"CREATE TRIGGER {self.name}_{which} AFTER {act} ON {self.content} BEGIN {self._named(body)} END"
            for which, (act, body) in _TRIGGERS.items()
        ]
        return [
            self._named(_TABLE), *waiting, self._named("INSERT INTO {name} ({name}) VALUES ('rebuild')")
        ]  # fmt: skip

    def removals(self, vendor: str) -> list[str]:
        """The statements that take it away."""
        if vendor == "postgresql":
            return [f"DROP INDEX {self.name}"]
        triggers = [f"DROP TRIGGER IF EXISTS {self.name}_{which}" for which in _TRIGGERS]
        return [*triggers, f"DROP TABLE IF EXISTS {self.name}"]

    def has(self, sought: Sought) -> Expression:
        """What is true of a row of the content's table that has all of the words; their order has to be asked apart."""
        if connection.vendor == "postgresql":
            return _InTree(F("words"), Value(bigrams.for_postgresql(sought)))
        return _InTable(
            F("id"),
            Value(bigrams.for_sqlite(sought)),
            arg_joiner=self._named(" IN (SELECT rowid FROM {name} WHERE {name} MATCH "),
        )

    def tidy(self) -> None:
        """Move the index's pages together until nothing of what was deleted is left in them, in steps of milliseconds.

        PostgreSQL does so itself when it vacuums.
        """
        if connection.vendor != "sqlite":
            return
        pages = -PAGES
        with connection.cursor() as cursor:
            while True:
                before = connection.connection.total_changes
                cursor.execute(self._named(_TIDYING), [pages])
                # SQLite's own measure of having nothing left to move.
                if connection.connection.total_changes - before < 2:
                    return
                pages = PAGES

    def _named(self, statement: str) -> str:
        return statement.format(name=self.name, content=self.content)


_HEAD, _TAIL = _EXPRESSION.split("{words}")


class _InTree(Func):
    """PostgreSQL: the tokens match the ``tsquery``."""

    template = f"({_HEAD}%(expressions)s)::tsquery)"
    arg_joiner = f"{_TAIL} @@ ("
    output_field = BooleanField()
    conditional = True


class _InTable(Func):
    """SQLite: the row is among those that FTS5 matches."""

    template = "%(expressions)s)"
    output_field = BooleanField()
    conditional = True
