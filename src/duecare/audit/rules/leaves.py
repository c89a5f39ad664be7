"""What of an entry its leaf covers: every column."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from duecare.audit.rules import merkle
from duecare.audit.rules.commitments import canonical

#: First member of every encoded leaf; another encoding would bear another name.
FORMAT = "duecare-entry-1"

#: How much older than what stands before it an entry may be. A transaction commits after the time it bears, and
#: clocks of several machines differ; what is further back was not written when it says.
TOLERANCE = timedelta(minutes=5)

#: The sequencer's own entry when the machine's clock went back: what follows is measured anew from there.
CLOCK_SET_BACK = "audit.clock_set_back"


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry with its place in the tree."""

    id: uuid.UUID
    root: uuid.UUID
    at: datetime
    actor: uuid.UUID | None
    post: uuid.UUID | None
    verb: str
    object_kind: str
    object_id: str
    commitment: bytes
    leaf: int

    def encoded(self) -> bytes:
        """The bytes that are hashed: canonical JSON, times in UTC to the microsecond, bytes as hexadecimal."""
        return canonical(
            {
                "format": FORMAT,
                "id": str(self.id),
                "root": str(self.root),
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": None if self.actor is None else str(self.actor),
                "post": None if self.post is None else str(self.post),
                "verb": self.verb,
                "object_kind": self.object_kind,
                "object_id": self.object_id,
                "commitment": self.commitment.hex(),
                "leaf": self.leaf,
            }
        )


def leaf_hash(leaf: Leaf) -> bytes:
    """The hash of an entry in its tree."""
    return merkle.leaf_hash(leaf.encoded())


def made_at(identifier: uuid.UUID) -> datetime:
    """When the machine that wrote an entry made its UUIDv7 (RFC 9562 §5.7): UTC, to the millisecond.

    :raises ValueError: for an identifier of another version.
    """
    if identifier.version != 7:
        raise ValueError(f"{identifier} is not a UUIDv7")
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)
