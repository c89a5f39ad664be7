"""What a store does."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol


class Due(NamedTuple):
    """A claimed row; ids and times as the database writes them. ``[FACTS]`` is what its next steps depend on."""

    id: str
    root: str
    debtor: str
    creditor: str
    ladder: str
    rung: int
    opens_at: str
    due_at: str
    closes_at: str | None
    opened_at: str | None
    missed_at: str | None
    lineage: str
    kind: str
    strand: str
    slot: str


FACTS = slice(4, 11)


class Move(NamedTuple):
    """What becomes of rows that moved alike."""

    rung: int
    opened_at: str | None
    missed_at: str | None
    closed_at: str | None
    closed_as: str
    wake_at: str | None
    transitions: tuple[str, ...]


class Line(NamedTuple):
    """A happening to append; ``told_at`` is set where nobody has to be told."""

    obligation: str
    root: str
    unit: str
    what: str
    rung: int | None
    audience: str
    recipients: str
    was_due_at: str
    done_at: str
    told_at: str | None


class Born(NamedTuple):
    """A row to insert: the columns of an obligation that a draft decides."""

    id: str
    root_id: str
    kind: str
    origin: str
    programme: str
    basis: str
    title: str
    title_en: str
    subject: str
    debtor_id: str
    lineage: str
    creditor_id: str
    post: str
    strand: str
    slot: str
    confidential: bool
    number: str
    ladder_id: str
    opens_at: str
    due_at: str
    due_assumed: bool
    closes_at: str | None
    wake_at: str | None
    opened_at: str | None
    closed_at: str | None
    closed_as: str
    closed_why: str


class Store(Protocol):
    """Reads and writes batches inside the caller's transaction."""

    #: Rows claimed in one transaction, and drafts inserted in one.
    batch: int
    births: int
    #: How long to leave the database alone after a batch, as a part of what it took.
    breath: float

    def time(self, at: datetime) -> str:
        """The text of an aware time."""

    def moment(self, text: str) -> datetime:
        """The aware time of a text."""

    def day(self, day: date) -> str:
        """The text of a date."""

    def id(self, value: uuid.UUID) -> str:
        """The text of an id."""

    def new_id(self) -> str:
        """A new UUIDv7."""

    def claim(self, cursor: Any, at: datetime, limit: int) -> Sequence[Due]:
        """Rows whose time has come, locked, earliest first; those that somebody else holds are left out."""

    def move(self, cursor: Any, rows: Sequence[Due], moves: Sequence[int], kinds: Sequence[Move]) -> None:
        """Write ``kinds[moves[i]]`` on ``rows[i]`` and append a delta for each of its transitions."""

    def append(self, cursor: Any, lines: Sequence[Line]) -> None:
        """Append happenings."""

    def bear(self, cursor: Any, rows: Sequence[Born]) -> set[str]:
        """Insert rows whose origin is new; returns the ids of those."""

    def count(self, cursor: Any, deltas: Sequence[tuple[str, str, str, str, str, int]]) -> None:
        """Append deltas: lineage, kind, strand, slot, measure, amount."""
