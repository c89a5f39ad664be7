"""Adding a place."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.core.ids import random_token
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.places.actions.details import require_free, require_plain, told
from duecare.places.models import Place
from duecare.places.rules import CODE_BITS, rounded, tidy


@transaction.atomic
def add_place(
    *,
    unit: Unit,
    kind: str,
    name: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    number: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Place:
    """Add a place to a unit.

    :param latitude: decimal degrees, given together with ``longitude`` or not at all.
    :raises NotAllowed: ``by`` may not keep the unit's places.
    :raises BadInput: the kind is none of the list, a name is missing or too long, or it does not lie on earth.
    :raises Conflict: the unit has closed, or has a place of this name.
    """
    post = rights.require(by, "places.keep", unit.lineage)
    if unit.closed_at is not None:
        raise Conflict("unit-closed", _("This unit is closed."))
    place = Place(
        root_id=unit.root_id, unit=unit, kind=kind, name=tidy(name), name_en=tidy(name_en), number=tidy(number),
        code=random_token(CODE_BITS), latitude=rounded(latitude), longitude=rounded(longitude), created_at=at,
    )  # fmt: skip
    require_plain(place)
    require_free(place)
    place.save(force_insert=True)
    record(
        root=unit.root_id, verb="places.added", object_kind="place", object_id=place.id, at=at, actor=by.user_id,
        post=post.post_id if post else None, details={"unit": str(unit.id), "code": place.code, **told(place)},
    )  # fmt: skip
    return place
