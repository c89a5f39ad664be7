"""Renaming a place, or correcting what is known of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.places.actions.details import DETAILS, require_free, require_plain, told
from duecare.places.models import Place
from duecare.places.rules import rounded, tidy


@transaction.atomic
def change_place(
    *,
    place: Place,
    kind: str,
    name: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    number: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Place:
    """Write what is known of a place; its code stays, so that its label does. What was said before is on record.

    :raises NotAllowed: ``by`` may not keep the unit's places.
    :raises BadInput: see :func:`duecare.places.actions.add_place`.
    :raises Conflict: it is closed, or its unit has another place of this name.
    """
    row = Place.objects.select_for_update(of=("self",)).select_related("unit").get(id=place.id)
    post = rights.require(by, "places.keep", row.unit.lineage)
    if row.closed_at is not None:
        raise Conflict("place-closed", _("This place is closed."))
    before = told(row)
    row.kind, row.name, row.name_en, row.number = kind, tidy(name), tidy(name_en), tidy(number)
    row.latitude, row.longitude = rounded(latitude), rounded(longitude)
    require_plain(row)
    require_free(row)
    if told(row) == before:
        return row
    row.save(update_fields=DETAILS)
    record(
        root=row.root_id, verb="places.changed", object_kind="place", object_id=row.id, at=at, actor=by.user_id,
        post=post.post_id if post else None, details={"before": before, "after": told(row)},
    )  # fmt: skip
    return row
