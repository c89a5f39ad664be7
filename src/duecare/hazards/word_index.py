"""The inverted index over the words of hazards, on both databases; migration 0002 sets it up.

PostgreSQL has a GIN index over an expression. SQLite has an FTS5 table that keeps no text of its own: its content is
the table of findable hazards, and triggers tell it of every change. ``ascii`` is the tokenizer that parts at spaces and
knows nothing of letters; the tokens are ours.
"""

from __future__ import annotations

#: What the GIN index lies over, and what a query has to ask word for word.
EXPRESSION = "array_to_tsvector(string_to_array(btrim({words}), ' '))"
#: What asks FTS5, up to the value.
MATCHING = " IN (SELECT rowid FROM hazards_words WHERE hazards_words MATCH "
#: Pages of the index that a step of tidying moves at once, so that it holds the database for milliseconds.
PAGES = 64
_OUT = "INSERT INTO hazards_words (hazards_words, rowid, words) VALUES ('delete', old.id, old.words);"
_IN = "INSERT INTO hazards_words (rowid, words) VALUES (new.id, new.words);"
#: Trigger -> what it waits for, and what it does.
_TRIGGERS = {
    "hazards_words_insert": ("INSERT", _IN),
    "hazards_words_delete": ("DELETE", _OUT),
    "hazards_words_update": ("UPDATE OF words", _OUT + _IN),
}
_TABLE = """\
CREATE VIRTUAL TABLE hazards_words
USING fts5(words, content='hazards_findable', content_rowid='id', detail='none', tokenize='ascii')
"""


def additions(vendor: str) -> list[str]:
    """The statements that set it up. A migration that rebuilds its content's table on SQLite runs them again."""
    if vendor == "postgresql":
        # Without a list of pending entries a search never reads more than its own.
        expression = EXPRESSION.format(words="words")
        return [
            f"CREATE INDEX hazards_words ON hazards_findable USING gin (({expression})) WITH (fastupdate = off)"
        ]
    return [_TABLE, *_waiting(), "INSERT INTO hazards_words (hazards_words) VALUES ('rebuild')"]


def _waiting() -> list[str]:
    return [
        f"CREATE TRIGGER {name} AFTER {act} ON hazards_findable BEGIN {body} END"
        for name, (act, body) in _TRIGGERS.items()
    ]


def removals(vendor: str) -> list[str]:
    """The statements that take it away."""
    if vendor == "postgresql":
        return ["DROP INDEX hazards_words"]
    return [*(f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS), "DROP TABLE IF EXISTS hazards_words"]


#: On SQLite, moves so many pages of the index together; fewer than 0 begins with all of it. What was deleted from FTS5
#: stays in its older pages until they are moved (SQLite has an option against it only from 3.42 on).
TIDYING = "INSERT INTO hazards_words (hazards_words, rank) VALUES ('merge', %s)"
