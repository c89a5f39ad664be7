"""Carrying evidence over: what was found in an inspection goes with the hazard that is made of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from duecare.attachments import matters, store
from duecare.attachments.actions.keeping import write
from duecare.attachments.models import Attachment
from duecare.orgs.rules import Actor, HeldPost


@transaction.atomic
def carry_over(
    *,
    attachments: Iterable[Attachment],
    matter_kind: str,
    matter_id: uuid.UUID,
    root: uuid.UUID,
    by: Actor,
    at: datetime,
    post: HeldPost | None = None,
) -> list[Attachment]:
    """Attach what hangs in one matter to another as well. Carried twice, it hangs there once.

    Author, times and caption stay those of the original. From then on the two are apart: forgetting one leaves the
    other. The caller has asked for the right to both matters; what was forgotten is left out.
    """
    carried = []
    for source in attachments:
        if source.forgotten_at is not None:
            continue
        copy = Attachment(
            matter_kind=matter_kind,
            matter_id=matter_id,
            root_id=root,
            client_id=uuid.uuid5(source.id, f"{matter_kind}/{matter_id}"),
            by_user=source.by_user,
            by_post=source.by_post,
            received_at=source.received_at,
            taken_at=source.taken_at,
            caption=source.caption,
            kind=source.kind,
            file=store.copy(source.file),
            original=source.original,
            digest=source.digest,
            bytes=source.bytes,
            width=source.width,
            height=source.height,
            pages=source.pages,
            forget_at=at + matters.of(matter_kind).kept,
        )
        carried.append(write(copy, verb="attachments.carried_over", by=by, at=at, post=post))
    return carried
