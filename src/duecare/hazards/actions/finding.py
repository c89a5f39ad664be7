"""Keeping what a hazard is found by in step with it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from duecare.findable.bigrams import indexed
from duecare.hazards import word_index
from duecare.hazards.models import Findable, Hazard

_BATCH = 200


def make_findable(hazard: Hazard, text: str) -> None:
    """Add words to those that it is found by, in the caller's transaction; its unit, place and category go with them.

    Whatever puts a hazard on the ledger calls it.
    """
    row = Findable.objects.filter(hazard=hazard).first()
    if row is None:
        Findable.objects.create(hazard=hazard, words=indexed(text, marks(hazard)))
        return
    row.words = indexed(text).rstrip() + row.words
    row.save(update_fields=["words"])


def make_all_findable(hazards: Iterable[Hazard]) -> None:
    """The same for hazards that have just been written and that nothing finds yet, in few statements."""
    Findable.objects.bulk_create(
        [Findable(hazard=hazard, words=indexed(hazard.text, marks(hazard))) for hazard in hazards],
        batch_size=_BATCH,
    )


def marks(hazard: Hazard) -> list[str]:
    """What stays of it when its words go: where it is and what it is about, unit and place at hand."""
    where = [f"p{hazard.place.code}"] if hazard.place else []
    return [f"u{hazard.unit.key}", *where, f"c{hazard.category}"]


def forget_findable(ids: Collection[uuid.UUID]) -> None:
    """Leave of hazards' words nothing in the index; until :func:`tidy` their tokens still lie in the file on SQLite."""
    rows = list(Findable.objects.filter(hazard__in=ids).select_related("hazard__unit", "hazard__place"))
    for row in rows:
        row.words = indexed("", marks(row.hazard))
    Findable.objects.bulk_update(rows, ["words"], batch_size=_BATCH)


def tidy() -> None:
    """Move the index's pages together until nothing of what was deleted is left in them, in steps of milliseconds.

    PostgreSQL does so itself when it vacuums.
    """
    word_index.INDEX.tidy()
