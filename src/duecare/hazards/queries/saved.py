"""A reader's own views of the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from duecare.hazards.models import SavedView
from duecare.hazards.queries.filters import Filters
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class View:
    """A saved view; ``query`` is the address's part, read and written anew."""

    id: uuid.UUID
    name: str
    query: str


def views(by: Actor) -> Sequence[View]:
    """Those of the reader, by name. One statement."""
    rows = SavedView.objects.filter(user=by.user_id).order_by("name")
    return [View(row.id, row.name, Filters.of(QueryDict(row.query)).query()) for row in rows]
