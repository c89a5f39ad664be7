"""Forgetting details."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from duecare.audit.actions.record import record
from duecare.audit.models import Detail, Entry


def erase(
    *,
    root: uuid.UUID,
    object_kind: str,
    object_ids: Collection[object],
    at: datetime,
    actor: uuid.UUID | None = None,
    post: uuid.UUID | None = None,
) -> int:
    """Erase the details of every entry about these objects; entries and tree stay whole, and the erasing is recorded.

    :returns: how many details were erased.
    """
    with transaction.atomic():
        entries = Entry.objects.filter(
            root=root, object_kind=object_kind, object_id__in=[str(o) for o in object_ids]
        )
        gone, _by_model = Detail.objects.filter(entry__in=entries.values("id")).delete()
        if gone:
            record(
                root=root,
                verb="audit.erased",
                object_kind=object_kind,
                object_id="",
                at=at,
                actor=actor,
                post=post,
                details={"details": gone},
            )
    return gone
