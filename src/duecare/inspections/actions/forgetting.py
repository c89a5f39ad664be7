"""Erasing words of inspections after 90 days (charter, rule 5); what passed and failed stays."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import erase
from duecare.inspections.actions.filing import WORDS
from duecare.inspections.models import Inspection, SecondVersion

_BATCH = 200


def forget_words(at: datetime) -> int:
    """Erase what was written on inspections 90 days ago, in the record too; photographs go by their own time.

    :returns: of how many inspections.
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
        Inspection.objects.filter(forget_at__lte=at)
        .order_by("forget_at")
        .values_list("id", "root_id")[:_BATCH]
    )
    ids = [inspection_id for inspection_id, _root in due]
    gone = {"words": {}, "salt": b"", "content_hash": b""}
    Inspection.objects.filter(id__in=ids).update(**gone, forget_at=None, forgotten_at=at)
    SecondVersion.objects.filter(inspection__in=ids).update(**gone)
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for inspection_id, root in due:
        by_root[root].append(inspection_id)
    for root, inspections in by_root.items():
        erase(root=root, object_kind=WORDS, object_ids=inspections, at=at)
    return len(due)
