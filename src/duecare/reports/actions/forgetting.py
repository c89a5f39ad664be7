"""Erasing free text when its time is over (charter, rule 5)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.reports.models import Question, Submission

_BATCH = 500


def forget_texts(at: datetime) -> int:
    """Erase what was written in reports, questions and answers more than 90 days ago; figures stay.

    The salted hash of a report's content goes with its text, so that nothing can be guessed back.

    :returns: how many reports and questions were emptied.
    """
    total = 0
    while True:
        with transaction.atomic():
            count = _forget_submissions(at) + _forget_questions(at)
        total += count
        if count < _BATCH:
            return total


def _forget_submissions(at: datetime) -> int:
    due = dict(
        Submission.objects.filter(forget_at__lte=at)
        .order_by("forget_at")
        .values_list("pk", "root_id")[:_BATCH]
    )
    Submission.objects.filter(pk__in=due).update(
        texts={}, salt=b"", content_hash=b"", forget_at=None, forgotten_at=at
    )
    _record(due, "reports.submission", at)
    return len(due)


def _forget_questions(at: datetime) -> int:
    due = dict(
        Question.objects.filter(forget_at__lte=at)
        .order_by("forget_at")
        .values_list("pk", "obligation__root_id")[:_BATCH]
    )
    Question.objects.filter(pk__in=due).update(text="", answer="", forget_at=None, forgotten_at=at)
    _record(due, "reports.question", at)
    return len(due)


def _record(due: dict[uuid.UUID, uuid.UUID], what: str, at: datetime) -> None:
    by_root: dict[uuid.UUID, list[str]] = defaultdict(list)
    for pk, root in due.items():
        by_root[root].append(str(pk))
    for root, ids in by_root.items():
        record(
            root=root,
            verb="reports.texts-erased",
            object_kind=what,
            object_id=uuid7(),
            at=at,
            actor=None,
            post=None,
            details={"ids": ids},
        )
