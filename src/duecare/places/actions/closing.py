"""Closing a place that is no more, or no longer in use. Its history stays."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import record
from duecare.orgs import rights
from duecare.orgs.rules import SYSTEM, Actor, HeldPost
from duecare.places.models import Place


@transaction.atomic
def close_place(*, place: Place, by: Actor, at: datetime) -> Place:
    """Close it; its label then says so. Closed twice, it is closed once.

    :raises NotAllowed: ``by`` may not keep the unit's places.
    """
    row = Place.objects.select_for_update(of=("self",)).select_related("unit").get(id=place.id)
    post = rights.require(by, "places.keep", row.unit.lineage)
    if row.closed_at is None:
        _close(row, by, at, post)
    return row


def close_with_units(unit_ids: Sequence[uuid.UUID], at: datetime) -> None:
    """The units close, and their places with them; in the caller's transaction."""
    for row in Place.objects.standing().filter(unit_id__in=unit_ids).select_for_update().order_by("id"):
        _close(row, SYSTEM, at, None)


def _close(row: Place, by: Actor, at: datetime, post: HeldPost | None) -> None:
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    record(
        root=row.root_id, verb="places.closed", object_kind="place", object_id=row.id, at=at, actor=by.user_id,
        post=post.post_id if post else None, details={},
    )  # fmt: skip
