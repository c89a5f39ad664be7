"""Keeping what a case is found by in step with its subject line and with who holds it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from duecare.grievances import word_index
from duecare.grievances.models import Case, Findable, Hold
from duecare.grievances.vocabulary import HoldRole


def keep_findable(case: Case) -> bool:
    """Write the tokens of its line for those who hold it now, in the caller's transaction; nothing without a line.

    Two statements where nothing changed.

    :returns: whether tokens were there that are there no more, and :func:`tidy` has something to do.
    """
    if not case.subject:
        return False
    holds = Hold.objects.filter(case=case, until=None, unit__isnull=False).exclude(role=HoldRole.CONCERNED)
    marks = [word_index.mark(key, rests) for key, rests in holds.values_list("unit__key", "rests")]
    words = word_index.tokens(case.subject, marks)
    row = Findable.objects.filter(case=case).first()
    if row is None:
        Findable.objects.create(case=case, words=words)
        return False
    if row.words == words:
        return False
    row.words = words
    row.save(update_fields=["words"])
    return True


def forget_findable(ids: Collection[uuid.UUID]) -> None:
    """Find cases by nothing any more; until :func:`tidy` their tokens still lie in the file on SQLite."""
    Findable.objects.filter(case__in=ids).delete()


def tidy() -> None:
    """Leave nothing of tokens that were replaced or deleted in the index's own pages, in steps of milliseconds."""
    word_index.INDEX.tidy()
