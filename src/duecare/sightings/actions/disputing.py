"""Saying, with the code, that a hazard which was closed out is not put right."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.attachments.matters import of as matter_of
from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.sightings import rules
from duecare.sightings.actions.adding import write_message
from duecare.sightings.actions.held import hold
from duecare.sightings.actions.owing import owe_look
from duecare.sightings.matter import MATTER, OBJECT
from duecare.sightings.models import Message, Sighting


@transaction.atomic
def dispute(
    *,
    sighting_id: uuid.UUID,
    text: str,
    at: datetime,
    client_id: uuid.UUID,
    photographs: Collection[Developed] = (),
) -> Sighting:
    """Say that it is not put right: the level above owes another look. The ledger changes only if a reader changes it.

    Until then nothing is forgotten. The same again is there once. The caller has seen the code.

    :raises BadInput: it lacks words or has too many.
    :raises Conflict: it is on no ledger, the hazard is not closed out, or somebody is looking again already.
    """
    sighting = hold(sighting_id)
    if Message.objects.filter(sighting=sighting, client_id=client_id).exists():
        return sighting
    hazard = sighting.standing_hazard
    if sighting.open or sighting.withdrawn_at is not None or hazard is None or hazard.closed_at is None:
        raise Conflict("nothing-to-dispute", _("This can be said once the hazard has been closed out."))
    write_message(sighting, text, at=at, client_id=client_id, photographs=photographs)
    sighting.disputed_at, sighting.forget_at = at, None
    sighting.due_at = rules.due(at, settings.DUECARE["DUECARE_SIGHTING_HOURS"])
    sighting.save(update_fields=["disputed_at", "forget_at", "due_at"])
    attachments.keep_until(matter_kind=MATTER, matter_id=sighting.id, until=at + matter_of(MATTER).kept)
    record(
        root=sighting.root_id, verb="sightings.disputed", object_kind=OBJECT, object_id=sighting.id, at=at, actor=None,
        post=None, details={},
    )  # fmt: skip
    owe_look(sighting, at)
    return sighting
