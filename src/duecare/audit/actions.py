"""Writing the record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.audit.models import Detail, Entry
from duecare.audit.rules import commit, new_salt


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
    """Write one entry in the caller's transaction.

    :param verb: module and act, ``reports.filed``.
    :param details: JSON; no address, no user agent, nothing of a resident.
    """
    salt = new_salt()
    body = dict(details)
    entry = Entry.objects.create(
        root=root,
        at=at,
        actor=actor,
        post=post,
        verb=verb,
        object_kind=object_kind,
        object_id=str(object_id),
        commitment=commit(salt, body),
    )
    Detail.objects.create(entry=entry, salt=salt, body=body)
    return entry
