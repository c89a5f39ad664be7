"""What people see of photographs and papers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.attachments import matters, store
from duecare.attachments.models import Attachment
from duecare.core.errors import NotFound
from duecare.orgs.rules import Actor


def of(
    *, matter_kind: str, matter_ids: Collection[uuid.UUID], by: Actor
) -> dict[uuid.UUID, list[Attachment]]:
    """What is attached to the matters that ``by`` may see, in the order it came; forgotten ones too, as facts.

    One query, and those of the matter's module. A matter with nothing attached has an empty list.
    """
    shown: dict[uuid.UUID, list[Attachment]] = defaultdict(list)
    allowed = matters.visible(by, matter_kind, matter_ids)
    for attachment in Attachment.objects.filter(matter_kind=matter_kind, matter_id__in=allowed).in_order():
        shown[attachment.matter_id].append(attachment)
    return {matter_id: shown[matter_id] for matter_id in allowed}


def one(*, attachment_id: uuid.UUID, by: Actor) -> Attachment:
    """An attachment whose matter ``by`` may see.

    :raises NotFound: there is none, ``by`` may not see it, or it was forgotten.
    """
    attachment = Attachment.objects.standing().filter(id=attachment_id).first()
    if attachment is None or not matters.visible(by, attachment.matter_kind, [attachment.matter_id]):
        raise NotFound("attachment-unknown", _("There is no such photograph or paper."))
    return attachment


@dataclass(slots=True)
class Inventory:
    """Whether the files are what the rows say.

    :param whole: how many are; ``missing`` and ``damaged``: ids of attachments whose file is gone or another.
    """

    whole: int = 0
    missing: list[uuid.UUID] = field(default_factory=list)
    damaged: list[uuid.UUID] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is missing or damaged."""
        return not self.missing and not self.damaged


def inventory(at: datetime) -> Inventory:
    """Read every file and compare its SHA-256 with its row's; what is to be forgotten by ``at`` may be gone."""
    found = Inventory()
    rows = Attachment.objects.standing().filter(forget_at__gt=at).values_list("id", "file", "digest")
    for attachment_id, file, digest in rows.iterator():
        try:
            same = store.sha256(store.path_of(file)) == digest
        except FileNotFoundError:
            found.missing.append(attachment_id)
            continue
        if same:
            found.whole += 1
        else:
            found.damaged.append(attachment_id)
    return found
