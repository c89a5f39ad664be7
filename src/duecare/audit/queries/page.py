"""The record as pages. Whoever shows them has made sure of the right ``audit.view`` at the root."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from duecare.audit import verbs
from duecare.audit.models import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as people read it.

    :param details: None when they were erased.
    :param leaf: its place in the tree; None for some seconds after it was written.
    """

    id: uuid.UUID
    at: datetime
    verb: str
    actor: uuid.UUID | None
    post: uuid.UUID | None
    object_kind: str
    object_id: str
    details: dict[str, Any] | None
    leaf: int | None
    commitment: str
    leaf_hash: str

    @property
    def label(self) -> str:
        """What the act is called, in the language active now."""
        return verbs.label(self.verb)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first; ``older`` asks for the next ones, None at the end."""

    rows: list[Row]
    older: str | None


def entries(
    *,
    root: uuid.UUID,
    before: str = "",
    verb: str = "",
    object_kind: str = "",
    object_id: str = "",
    actor: uuid.UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    size: int = PAGE,
) -> Page:
    """A page of a root's record: one query, the same however long the record is.

    :param before: ``older`` of the page before; anything else is read as the beginning.
    :param verb: a whole verb, or a module with its dot: ``reports.``.
    """
    found = _chosen(Entry.objects.filter(root=root), verb, object_kind, object_id, actor, since, until)
    if place := _place(before):
        at, identifier = place
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=identifier), at__lte=at)
    rows = list(found.select_related("detail").order_by("-at", "-id")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page([_row(e) for e in rows], _cursor(rows[-1]) if more else None)


def entry(*, root: uuid.UUID, id: uuid.UUID) -> Row | None:  # noqa: A002 - the entry's id
    """One entry of a root; None when it has no such."""
    found = Entry.objects.filter(root=root, id=id).select_related("detail").first()
    return _row(found) if found else None


def waiting(roots: Iterable[uuid.UUID] | None = None) -> int:
    """How many entries have no leaf yet: more than a few mean that the clock is not running."""
    found = Entry.objects.filter(leaf=None)
    return (found if roots is None else found.filter(root__in=list(roots))).count()


def _chosen(
    found: QuerySet[Entry],
    verb: str,
    object_kind: str,
    object_id: str,
    actor: uuid.UUID | None,
    since: datetime | None,
    until: datetime | None,
) -> QuerySet[Entry]:
    if verb:
        found = found.filter(verb__startswith=verb) if verb.endswith(".") else found.filter(verb=verb)
    wanted = {
        "object_kind": object_kind,
        "object_id": object_id,
        "actor": actor,
        "at__gte": since,
        "at__lt": until,
    }
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _row(e: Entry) -> Row:
    detail = getattr(e, "detail", None)
    return Row(
        e.id,
        e.at,
        e.verb,
        e.actor,
        e.post,
        e.object_kind,
        e.object_id,
        detail.body if detail else None,
        e.leaf,
        bytes(e.commitment).hex(),
        bytes(e.leaf_hash).hex() if e.leaf_hash else "",
    )


def _cursor(e: Entry) -> str:
    return base64.urlsafe_b64encode(f"{e.at.isoformat()} {e.id}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    try:
        at, identifier = base64.urlsafe_b64decode(cursor).decode().split(" ")
        return datetime.fromisoformat(at), uuid.UUID(identifier)
    except (ValueError, binascii.Error):
        return None
