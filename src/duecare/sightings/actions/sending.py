"""Sending what one saw, without an account."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.attachments.rules.limits import PHOTOGRAPH
from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict
from duecare.core.ids import random_token
from duecare.hazards.vocabulary import Category
from duecare.orgs.models import Unit
from duecare.places.models import Place
from duecare.receipts import actions as receipts
from duecare.sightings import rules
from duecare.sightings.actions.held import words
from duecare.sightings.actions.owing import owe_look
from duecare.sightings.levels import level_of
from duecare.sightings.matter import MATTER, OBJECT, PASSER_BY
from duecare.sightings.models import Sighting


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it. ``code`` is None when the same had been sent before: its code was shown then, once."""

    sighting: Sighting
    code: str | None


@transaction.atomic
def send(
    *,
    unit: Unit,
    text: str,
    at: datetime,
    client_id: uuid.UUID,
    place: Place | None = None,
    category: str = "",
    photographs: Collection[Developed] = (),
) -> Sent:
    """Take in what somebody saw. The same form sent again is the same sighting. The record holds no word of it.

    The unit or the place may have closed: a poster hangs longer than its school, and a ruin can be dangerous.

    :param photographs: at most three.
    :raises BadInput: it lacks words or has too many, or the category is none.
    :raises Conflict: nobody above the unit stands, or something else came with this ``client_id``.
    """
    text = words(text, rules.TEXT_LENGTH, "text")
    if category and category not in Category.values:
        raise BadInput("hazard-category", _("Choose what it is about."), where="category")
    require_photographs(photographs, rules.MOST_PHOTOGRAPHS)
    wanted = Sighting(
        client_id=client_id, number=random_token(rules.NUMBER_BITS).upper(), root_id=unit.root_id, unit=unit,
        level=level_of(unit), place=place, category=category, text=text, received_at=at,
        due_at=rules.due(at, settings.DUECARE["DUECARE_SIGHTING_HOURS"]),
    )  # fmt: skip
    Sighting.objects.bulk_create([wanted], ignore_conflicts=True)
    kept = Sighting.objects.select_related("unit", "level").get(client_id=client_id)
    if kept.id != wanted.id:
        _require_same(kept, wanted)
        return Sent(kept, None)
    attachments.keep_all(
        files=photographs, batch=client_id, matter_kind=MATTER, matter_id=kept.id, root=kept.root_id, by=PASSER_BY,
        at=at,
    )  # fmt: skip
    record(
        root=kept.root_id, verb="sightings.received", object_kind=OBJECT, object_id=kept.id, at=at, actor=None,
        post=None, details={},
    )  # fmt: skip
    owe_look(kept, at)
    return Sent(kept, receipts.issue(matter_kind=MATTER, matter_id=kept.id))


def require_photographs(files: Collection[Developed], most: int) -> None:
    """:raises BadInput: there are too many, or one is a paper."""
    if len(files) > most:
        raise BadInput(
            "too-many-photographs", _("At most %(most)s photographs."), where="photographs", most=most
        )
    if any(file.kind != PHOTOGRAPH for file in files):
        raise BadInput("no-paper", _("Photographs only, please."), where="photographs")


def _require_same(kept: Sighting, wanted: Sighting) -> None:
    """What was forgotten is no conflict: nothing is left to compare."""
    names = ["unit_id", "place_id", "category"] + ([] if kept.forgotten_at else ["text"])
    if any(getattr(kept, name) != getattr(wanted, name) for name in names):
        raise Conflict(
            "sighting-other-content",
            _(
                "Something else was sent with this form before, and has arrived. Open the page anew for another."
            ),
        )
