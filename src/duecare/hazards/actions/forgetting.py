"""Erasing words 90 days after close-out (charter, rule 5); that it was found and closed stays."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import erase
from duecare.hazards.actions.finding import forget_findable, tidy
from duecare.hazards.actions.steps import WORDS
from duecare.hazards.models import Commitment, Extension, Hazard, PaperLine, Step

_BATCH = 200


def forget_words(at: datetime) -> int:
    """Erase what was written about hazards closed 90 days ago, in the record too; photographs go by their own time.

    What finds them goes first, and for good: a hazard counts as still to be forgotten until it is.

    :returns: of how many hazards.
    """
    if not _due(at):
        return 0
    last = None
    while some := _due(at, last):
        with transaction.atomic():
            forget_findable([hazard_id for hazard_id, _root, _when in some])
        last = some[-1][2], some[-1][0]
    tidy()
    total = 0
    while some := _due(at):
        with transaction.atomic():
            _forget(some, at)
        total += len(some)
    return total


def _due(
    at: datetime, after: tuple[datetime, uuid.UUID] | None = None
) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """Some of those whose time has come, in its order: id, root and when."""
    found = Hazard.objects.filter(forget_at__lte=at).order_by("forget_at", "id")
    if after is not None:
        found = found.filter(forget_at__gte=after[0]).exclude(forget_at=after[0], id__lte=after[1])
    return [
        (row.id, row.root_id, when)
        for row in found.only("root", "forget_at")[:_BATCH]
        if (when := row.forget_at)
    ]


def _forget(due: list[tuple[uuid.UUID, uuid.UUID, datetime]], at: datetime) -> None:
    ids = [hazard_id for hazard_id, _root, _when in due]
    Hazard.objects.filter(id__in=ids).update(text="", forget_at=None)
    Step.objects.filter(hazard__in=ids).update(text="")
    Commitment.objects.filter(hazard__in=ids).update(measures="", funds="", contingency="")
    Extension.objects.filter(hazard__in=ids).update(why="")
    PaperLine.objects.filter(hazard__in=ids).update(digest="")
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for hazard_id, root, _when in due:
        by_root[root].append(hazard_id)
    for root, hazards in by_root.items():
        erase(root=root, object_kind=WORDS, object_ids=hazards, at=at)
