"""Erasing what people wrote: 90 days after the decision, or at once when they withdraw it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from duecare.attachments import actions as attachments
from duecare.attachments.models import Attachment
from duecare.audit.actions import record
from duecare.orgs.rules import SYSTEM
from duecare.receipts import actions as receipts
from duecare.sightings.actions.held import hold
from duecare.sightings.actions.owing import let_off
from duecare.sightings.matter import MATTER, OBJECT
from duecare.sightings.models import Message, Sighting

_BATCH = 100


@transaction.atomic
def withdraw(*, sighting_id: uuid.UUID, at: datetime) -> None:
    """Take it back, with the code: words and photographs go at once, and the code opens nothing any more.

    A hazard that was put on the ledger stays there: it is somebody else's word by now, and still unsafe.
    """
    sighting = hold(sighting_id)
    if sighting.withdrawn_at is not None:
        return
    let_off(sighting, at)
    Sighting.objects.filter(id=sighting.id).update(withdrawn_at=at)
    _erase([sighting.id], at)
    record(
        root=sighting.root_id, verb="sightings.withdrawn", object_kind=OBJECT, object_id=sighting.id, at=at, actor=None,
        post=None, details={},
    )  # fmt: skip


def forget_words(at: datetime) -> int:
    """Erase what was decided on 90 days ago: words, reasons, photographs and the codes' hashes.

    :returns: of how many sightings.
    """
    total = 0
    while True:
        with transaction.atomic():
            due = Sighting.objects.filter(forget_at__lte=at).order_by("forget_at")
            ids = list(due.values_list("id", flat=True)[:_BATCH])
            _erase(ids, at)
        total += len(ids)
        if len(ids) < _BATCH:
            return total


def _erase(ids: Collection[uuid.UUID], at: datetime) -> None:
    """In the caller's transaction. The record has no words of theirs."""
    if not ids:
        return
    Sighting.objects.filter(id__in=ids).update(text="", reason="", forget_at=None, forgotten_at=at)
    Message.objects.filter(sighting__in=ids).update(text="")
    hung = Attachment.objects.filter(matter_kind=MATTER, matter_id__in=ids).standing()
    attachments.forget(attachment_ids=list(hung.values_list("id", flat=True)), by=SYSTEM, at=at)
    receipts.close(matter_kind=MATTER, matter_ids=ids)
