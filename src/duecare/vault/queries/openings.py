"""Who opened a matter, for its owner."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from duecare.audit.models import Entry
from duecare.vault.models import MatterKey

#: What entries of the record are about.
KEY = "vault_key"
OPENED = "vault.opened"
#: The field for which the reason of an opening is sealed; its row is the opening's id.
REASON = "vault.reason"


@dataclass(frozen=True, slots=True)
class Past:
    """An opening by a post.

    :param reason: sealed for the field :data:`REASON` and the row ``opening``.
    """

    opening: uuid.UUID
    at: datetime
    until: datetime
    post: uuid.UUID | None
    reason: bytes = field(repr=False)


def openings_of(*, matter_kind: str, matter_id: uuid.UUID) -> Iterator[Past]:
    """The openings of a matter by posts, oldest first, from the record. The caller has asked for the right to it.

    Two queries. A forgotten matter has none.
    """
    key = MatterKey.objects.filter(matter_kind=matter_kind, matter_id=matter_id).first()
    if key is None:
        return
    found = Entry.objects.filter(object_kind=KEY, object_id=str(key.id), verb=OPENED, root=key.root_id)
    for entry in found.select_related("detail").order_by("at", "id"):
        said = entry.detail.body
        yield Past(
            uuid.UUID(said["opening"]),
            entry.at,
            datetime.fromisoformat(said["until"]),
            entry.post,
            base64.b64decode(said["reason"]),
        )
