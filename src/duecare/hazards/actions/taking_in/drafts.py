"""Looking at a paper ledger before it is taken in."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.hazards.actions.taking_in import RIGHT, take_in
from duecare.hazards.models import PaperDraft
from duecare.hazards.paper.results import TakenIn
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: What a page takes; bigger files go through the command on the machine.
MOST_UPLOADED = 10 * 1024 * 1024
KEPT = timedelta(hours=1)


def keep_draft(
    *, data: bytes, name: str, unit: Unit, by: Actor, at: datetime
) -> tuple[PaperDraft | None, TakenIn]:
    """Go through a file without writing; one that can be taken in is kept for :data:`KEPT`, in place of one before.

    :raises BadInput: it is too big or can't be read.
    """
    rights.require(by, RIGHT, unit.lineage)
    if len(data) > MOST_UPLOADED:
        raise BadInput(
            "upload-too-big", _("At most %(most)s MB can be uploaded."),
            hint=_("Bigger files are taken in with the command on the machine: duecare hazards import."),
            most=MOST_UPLOADED // 1024 // 1024,
        )  # fmt: skip
    result = take_in(data=data, name=name, unit=unit, by=by, at=at, dry_run=True)
    if by.user_id is None:
        return None, result
    PaperDraft.objects.filter(user_id=by.user_id).delete()
    if not result.ok or not result.new:
        return None, result
    draft = PaperDraft.objects.create(
        user_id=by.user_id, unit=unit, name=name[:120], data=data, sha256=result.sha256, made_at=at
    )
    return draft, result


def take_in_draft(*, draft_id: uuid.UUID, sha256: str, by: Actor, at: datetime) -> TakenIn:
    """Take in the file one has looked at, and no other.

    :param sha256: of the file that was shown.
    :raises NotFound: it is no longer kept.
    :raises Conflict: it is not what was shown.
    """
    draft = PaperDraft.objects.filter(id=draft_id, made_at__gte=at - KEPT).select_related("unit").first()
    if draft is None or draft.user_id != by.user_id:
        raise NotFound("no-draft", _("This file is no longer kept."), hint=_("Upload it again."))
    data = bytes(draft.data)
    if not sha256 == draft.sha256 == hashlib.sha256(data).hexdigest():
        raise Conflict(
            "another-file", _("This is not the file that was shown to you."), hint=_("Upload it again.")
        )
    result = take_in(data=data, name=draft.name, unit=draft.unit, by=by, at=at, dry_run=False)
    draft.delete()
    return result


def forget_drafts(at: datetime) -> None:
    """Drop files that were looked at and not taken in in time."""
    PaperDraft.objects.filter(made_at__lt=at - KEPT).delete()
