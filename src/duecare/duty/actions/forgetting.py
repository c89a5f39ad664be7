"""Erasing what was written on watches when its time is over (charter, rule 5)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from duecare.audit.actions import erase
from duecare.duty.models import Handover, LogLine, Matter

#: Free text of a watch is erased then; of a matter, so long after it was closed.
KEPT = timedelta(days=90)
_BATCH = 500
#: Model, its text, the way to its root unit, and what the record calls it.
_WRITTEN: tuple[tuple[Any, str, str, str], ...] = (
    (LogLine, "text", "watch__arrangement__root_id", "duty.line"),
    (Matter, "text", "arrangement__root_id", "duty.matter"),
    (Handover, "note", "watch__arrangement__root_id", "duty.note"),
)


def forget_texts(at: datetime, until: datetime | None = None) -> int:
    """Erase the texts whose time is over, in the record too; that something was written stays.

    :returns: 0, since a schedule counts what it makes; nothing is made here.
    """
    del until
    for model, text, root, name in _WRITTEN:
        while _forget_some(model, text, root, name, at) == _BATCH:
            pass
    return 0


@transaction.atomic
def _forget_some(model: Any, text: str, root: str, name: str, at: datetime) -> int:
    due = list(model.objects.filter(forget_at__lte=at).order_by("forget_at").values_list("pk", root)[:_BATCH])
    model.objects.filter(pk__in=[pk for pk, _root in due]).update(**{text: "", "forget_at": None})
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for pk, root_id in due:
        by_root[root_id].append(pk)
    for root_id, ids in by_root.items():
        erase(root=root_id, object_kind=name, object_ids=ids, at=at)
    return len(due)
