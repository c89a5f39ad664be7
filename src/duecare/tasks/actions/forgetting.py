"""Erasing notes when their time is over (charter, rule 5)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from duecare.audit.actions import erase
from duecare.tasks.models import Completion

#: Free text in what units report is erased then.
NOTES_KEPT = timedelta(days=90)
NOTE = "tasks.note"
_BATCH = 500


def forget_notes(at: datetime) -> int:
    """Erase what was written when something was done more than 90 days ago, in the record too; numbers stay.

    :returns: how many notes were erased.
    """
    total = 0
    while True:
        with transaction.atomic():
            count = _forget_some(at)
        total += count
        if count < _BATCH:
            return total


def _forget_some(at: datetime) -> int:
    due = list(
        Completion.objects.filter(forget_at__lte=at)
        .order_by("forget_at")
        .values_list("pk", "obligation__root_id")[:_BATCH]
    )
    Completion.objects.filter(pk__in=[pk for pk, _root in due]).update(note="", forget_at=None)
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for pk, root in due:
        by_root[root].append(pk)
    for root, ids in by_root.items():
        erase(root=root, object_kind=NOTE, object_ids=ids, at=at)
    return len(due)
