"""Forgetting what was attached: the content goes, that it was there stays."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction

from duecare.attachments import store
from duecare.attachments.actions.keeping import ATTACHMENT
from duecare.attachments.models import Attachment
from duecare.audit.actions import erase, record
from duecare.orgs.rules import SYSTEM, Actor, HeldPost

#: Few at a time: on SQLite everybody else waits for as long as one batch is written.
_BATCH = 50


def keep_until(*, matter_kind: str, matter_id: uuid.UUID, until: datetime) -> int:
    """Set when everything attached to a matter is forgotten, earlier or later than before. For the matter's module.

    :returns: how many attachments stand in it.
    """
    return Attachment.objects.to(matter_kind, matter_id).standing().update(forget_at=until)


@transaction.atomic
def forget(
    *, attachment_ids: Collection[uuid.UUID], by: Actor, at: datetime, post: HeldPost | None = None
) -> int:
    """Erase attachments for good: their files, captions, hashes and phones' times, and these in the record too.

    That there was one, of which kind, from whom and when stays. The caller has asked for the right to the matter.
    Files go after the transaction; what a crash leaves of them is swept away.

    :returns: how many were forgotten; those that had been are not counted.
    """
    found = Attachment.objects.filter(id__in=attachment_ids).standing()
    rows = list(found.select_for_update().order_by("id").values_list("id", "root_id", "file"))
    ids = [row_id for row_id, _root, _file in rows]
    Attachment.objects.filter(id__in=ids).update(
        file="", original="", digest="", caption="", taken_at=None, forgotten_at=at
    )
    files = {file for _id, _root, file in rows}
    shared = set(Attachment.objects.filter(file__in=files).values_list("file", flat=True))
    for file in files - shared:
        transaction.on_commit(partial(store.remove, file))
    by_root: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row_id, root, _file in rows:
        by_root[root].append(row_id)
    post_id = post.post_id if post else None
    for root, these in by_root.items():
        erase(root=root, object_kind=ATTACHMENT, object_ids=these, at=at, actor=by.user_id, post=post_id)
        for row_id in these:
            record(
                root=root, verb="attachments.forgotten", object_kind=ATTACHMENT, object_id=row_id, at=at,
                actor=by.user_id, post=post_id, details={},
            )  # fmt: skip
    return len(rows)


def forget_due(at: datetime) -> int:
    """Forget what its matter's module wants kept no longer. :returns: how many were forgotten."""
    total = 0
    while True:
        due = Attachment.objects.standing().filter(forget_at__lte=at).order_by("forget_at")
        count = forget(attachment_ids=list(due.values_list("id", flat=True)[:_BATCH]), by=SYSTEM, at=at)
        total += count
        if count < _BATCH:
            return total
