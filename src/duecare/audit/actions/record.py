"""Writing an entry."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.audit.models import Detail, Entry
from duecare.audit.rules import SALT_BYTES, canonical, commit
from duecare.web import rows


def new_salt() -> bytes:
    """Random bytes for a commitment."""
    return secrets.token_bytes(SALT_BYTES)


def record(
    *,
    root: uuid.UUID,
    verb: str,
    object_kind: str,
    object_id: object,
    at: datetime,
    actor: uuid.UUID | None,
    post: uuid.UUID | None,
    details: Mapping[str, Any],
) -> Entry:
    """Write one entry in the caller's transaction: two statements.

    :param verb: module and act, ``reports.filed``.
    :param at: aware; the time of the act, which the sequencer compares with its neighbours.
    :param details: JSON; no address, no user agent, nothing of a resident. What JSON lacks is kept as its ``str``.
    """
    salt, body = new_salt(), canonical(details)
    entry = Entry(
        root=root,
        at=at,
        actor=actor,
        post=post,
        verb=verb,
        object_kind=object_kind,
        object_id=str(object_id),
        commitment=commit(salt, body),
    )
    rows.insert(entry)
    rows.insert(Detail(entry=entry, salt=salt, body=body.decode()))
    return entry
