"""Erasing words 90 days after close-out (charter, rule 5); that it was found and closed stays."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import erase
from duecare.hazards.actions.steps import WORDS
from duecare.hazards.models import Commitment, Extension, Hazard, PaperLine, Step

_BATCH = 200


def forget_words(at: datetime) -> int:
    """Erase what was written about hazards closed 90 days ago, in the record too; photographs go by their own time.

    :returns: of how many hazards.
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
        Hazard.objects.filter(forget_at__lte=at).order_by("forget_at").values_list("id", "root_id")[:_BATCH]
    )
    ids = [hazard_id for hazard_id, _root in due]
    Hazard.objects.filter(id__in=ids).update(text="", forget_at=None)
    Step.objects.filter(hazard__in=ids).update(text="")
    Commitment.objects.filter(hazard__in=ids).update(measures="", funds="", contingency="")
    Extension.objects.filter(hazard__in=ids).update(why="")
    PaperLine.objects.filter(hazard__in=ids).update(digest="")
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for hazard_id, root in due:
        by_root[root].append(hazard_id)
    for root, hazards in by_root.items():
        erase(root=root, object_kind=WORDS, object_ids=hazards, at=at)
    return len(due)
