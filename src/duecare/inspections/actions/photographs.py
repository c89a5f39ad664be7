"""Photographs of an inspection; from a phone they arrive before it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.attachments.models import Attachment
from duecare.core.errors import BadInput, NotAllowed
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: What they are attached to, and how long they stay; what becomes a hazard has its own from then on.
MATTER, KEPT = "inspections.inspection", timedelta(days=90)


def matter_of(user: uuid.UUID, client_id: uuid.UUID) -> uuid.UUID:
    """The id of an author's inspection, known before it is there."""
    return uuid.uuid5(user, str(client_id))


def keep_photograph(
    *,
    file: Developed,
    client_id: uuid.UUID,
    inspection: uuid.UUID,
    by: Actor,
    at: datetime,
    taken_at: datetime | None = None,
) -> Attachment:
    """Keep a photograph of an inspection that is on its way. The same again is the same photograph.

    It belongs to its author's inspection alone, and until that one arrives nobody sees it.

    :param inspection: the number that the phone gave to the inspection.
    :raises NotAllowed: no post of ``by`` inspects.
    :raises BadInput: it is a paper, not a photograph.
    :raises Conflict: the author has sent something else under this ``client_id``.
    """
    post = next(iter(by.carrying(rights.all_rights()["inspections.inspect"])), None)
    if by.user_id is None or post is None:
        raise NotAllowed("no-post", _("None of your posts inspects."))
    if file.kind != "photograph":
        raise BadInput("not-a-photograph", _("Only photographs belong to an answer."), where="file")
    return attachments.keep(
        file=file,
        matter_kind=MATTER,
        matter_id=matter_of(by.user_id, inspection),
        root=Unit.objects.values_list("root_id", flat=True).get(id=post.unit_id),
        client_id=client_id,
        by=by,
        at=at,
        post=post,
        taken_at=taken_at,
    )


def arrived(
    user: uuid.UUID, inspection: uuid.UUID, wanted: Collection[uuid.UUID]
) -> dict[uuid.UUID, Attachment]:
    """Those of the photographs that are there, by the numbers the phone gave them. One statement."""
    if not wanted:
        return {}
    found = Attachment.objects.to(MATTER, matter_of(user, inspection)).standing()
    return {one.client_id: one for one in found.filter(by_user=user, client_id__in=wanted)}
