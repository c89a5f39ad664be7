"""What is bound to its place: associated data that no two places share."""

from __future__ import annotations

import struct
import uuid

FORMAT = b"duecare vault 1"


def bond(*parts: bytes | str | uuid.UUID) -> bytes:
    """The parts, each with its length before it, so that no other parts give the same bytes."""
    whole = [struct.pack(">H", len(parts))]
    for part in parts:
        raw = part.bytes if isinstance(part, uuid.UUID) else part.encode() if isinstance(part, str) else part
        whole.append(struct.pack(">I", len(raw)) + raw)
    return b"".join(whole)


def of_matter(key_id: uuid.UUID, matter_kind: str, matter_id: uuid.UUID) -> bytes:
    """What the key of a matter is bound to."""
    return bond(FORMAT, "matter", key_id, matter_kind, matter_id)


def of_session(key_id: uuid.UUID) -> bytes:
    """What the key of one sitting, under which some values of a matter are sealed, is bound to."""
    return bond(FORMAT, "session", key_id)


def of_value(key_id: uuid.UUID, matter_kind: str, matter_id: uuid.UUID, field: str, row: object) -> bytes:
    """What a sealed value is bound to: its matter, field and row."""
    return bond(FORMAT, "value", key_id, matter_kind, matter_id, field, str(row))


def of_stream(key_id: uuid.UUID, matter_kind: str, matter_id: uuid.UUID, field: str, row: object) -> bytes:
    """The same for a file, which is no value of the same name."""
    return bond(FORMAT, "stream", key_id, matter_kind, matter_id, field, str(row))
