"""Looking at a file before it is applied."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, NotFound
from duecare.orgs import rights
from duecare.orgs.actions.importing import import_workbook
from duecare.orgs.importing.findings import ImportResult
from duecare.orgs.models import ImportDraft, Unit
from duecare.orgs.rules import Actor

#: What a page takes; bigger files go through the command on the machine.
MOST_UPLOADED = 10 * 1024 * 1024
KEPT = timedelta(hours=1)


def keep_draft(
    *, data: bytes, name: str, root: Unit, by: Actor, at: datetime
) -> tuple[ImportDraft | None, ImportResult]:
    """Go through a file without writing; one that could be applied is kept for :data:`KEPT`.

    :raises BadInput: when the file is too big or cannot be read.
    """
    rights.require(by, "orgs.manage", root.lineage)
    if len(data) > MOST_UPLOADED:
        raise BadInput(
            "upload-too-big", _("At most %(most)s MB can be uploaded."),
            hint=_("Bigger files are imported with the command on the machine: duecare units import."),
            most=MOST_UPLOADED // 1024 // 1024,
        )  # fmt: skip
    result = import_workbook(data, root_code=root.code, by=by, at=at, dry_run=True, name=name)
    ImportDraft.objects.filter(made_at__lt=at - KEPT).delete()
    if by.user_id is None:
        return None, result
    ImportDraft.objects.filter(user_id=by.user_id).delete()
    if not result.ok:
        return None, result
    draft = ImportDraft.objects.create(user_id=by.user_id, root=root, name=name[:120], data=data, made_at=at)
    return draft, result


def apply_draft(*, draft_id: uuid.UUID, by: Actor, at: datetime) -> ImportResult:
    """Apply the file one has looked at.

    :raises NotFound: when it is no longer kept.
    """
    kept = ImportDraft.objects.filter(id=draft_id, made_at__gte=at - KEPT).select_related("root")
    draft = kept.first()
    if draft is None or draft.user_id != by.user_id:
        raise NotFound("no-draft", _("This file is no longer kept."), hint=_("Upload it again."))
    result = import_workbook(
        bytes(draft.data), root_code=draft.root.code, by=by, at=at, dry_run=False, name=draft.name
    )
    draft.delete()
    return result
