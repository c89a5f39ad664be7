"""Adding words or a photograph, with the code, while nobody has decided."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.attachments.models import Attachment
from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.sightings import rules
from duecare.sightings.actions.held import hold, words
from duecare.sightings.actions.sending import require_photographs
from duecare.sightings.matter import MATTER, OBJECT, PASSER_BY
from duecare.sightings.models import Message, Sighting


@transaction.atomic
def add(
    *,
    sighting_id: uuid.UUID,
    text: str,
    at: datetime,
    client_id: uuid.UUID,
    photographs: Collection[Developed] = (),
) -> Sighting:
    """Add to a sighting; its readers see it. The same again is there once. The caller has seen the code.

    :raises BadInput: it lacks words or has too many.
    :raises Conflict: it was decided on or withdrawn, or as much was added as one sighting takes.
    """
    sighting = hold(sighting_id)
    if Message.objects.filter(sighting=sighting, client_id=client_id).exists():
        return sighting
    if not sighting.open:
        raise Conflict("sighting-decided", _("This has been decided on; nothing can be added any more."))
    write_message(sighting, text, at=at, client_id=client_id, photographs=photographs)
    record(
        root=sighting.root_id, verb="sightings.added", object_kind=OBJECT, object_id=sighting.id, at=at, actor=None,
        post=None, details={},
    )  # fmt: skip
    return sighting


def write_message(
    sighting: Sighting, text: str, *, at: datetime, client_id: uuid.UUID, photographs: Collection[Developed]
) -> None:
    """Write it down in the caller's transaction, the sighting held.

    :raises BadInput: it lacks words or has too many.
    :raises Conflict: as much was added as one sighting takes.
    """
    text = words(text, rules.TEXT_LENGTH, "text")
    require_photographs(photographs, rules.MOST_PHOTOGRAPHS)
    there = Attachment.objects.to(MATTER, sighting.id).count()
    full = Message.objects.filter(sighting=sighting).count() >= rules.MOST_MESSAGES
    if full or there + len(photographs) > rules.MOST_PHOTOGRAPHS_IN_ALL:
        raise Conflict("sighting-full", _("No more can be added here; what has arrived is read."))
    Message.objects.create(sighting=sighting, client_id=client_id, text=text, at=at)
    attachments.keep_all(
        files=photographs, batch=client_id, matter_kind=MATTER, matter_id=sighting.id, root=sighting.root_id,
        by=PASSER_BY, at=at,
    )  # fmt: skip
