"""Attaching something to a matter."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from duecare.attachments import matters, store
from duecare.attachments.actions.developing import Stream, develop
from duecare.attachments.models import Attachment
from duecare.attachments.rules.developed import Developed
from duecare.attachments.rules.refusals import tidy_caption
from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict
from duecare.orgs.rules import Actor, HeldPost

#: What an entry of the record is about.
ATTACHMENT = "attachment"


def keep(
    *,
    file: Developed | Stream,
    matter_kind: str,
    matter_id: uuid.UUID,
    root: uuid.UUID,
    client_id: uuid.UUID,
    by: Actor,
    at: datetime,
    post: HeldPost | None = None,
    caption: str = "",
    taken_at: datetime | None = None,
) -> Attachment:
    """Attach a photograph or a paper to a matter. The same again by the same author is the same attachment.

    The caller has asked for the right to the matter. In a transaction of its own it hands over something
    :func:`develop`\\ ed before: reading a photograph may take a second, for which nobody else could write.

    :param root: the root unit of the matter, whose record gets the entry.
    :param client_id: made by the client for this one thing; without an account it need be unique in the matter only.
    :param at: when it was received.
    :param post: the post by which ``by`` acts, as :func:`duecare.orgs.rights.require` gives it.
    :param caption: at most 200 characters, no names of persons.
    :param taken_at: the phone's own time, aware; shown, and never decided by.
    :raises BadInput: it can't be read, is too large, or is of a kind that is not taken; the caption is too long.
    :raises Conflict: the author has sent something else under this ``client_id``.
    """
    caption = tidy_caption(caption)
    if taken_at is not None and taken_at.utcoffset() is None:
        raise BadInput("time-without-zone", _("The phone's time has no time zone."), where="taken_at")
    developed = file if isinstance(file, Developed) else develop(file=file)
    wanted = Attachment(
        matter_kind=matter_kind,
        matter_id=matter_id,
        root_id=root,
        client_id=client_id,
        by_user=by.user_id,
        by_post=post.post_id if post else None,
        received_at=at,
        taken_at=taken_at,
        caption=caption,
        forget_at=at + matters.of(matter_kind).kept,
        **{name: getattr(developed, name) for name in Developed.__slots__},
    )
    return write(wanted, verb="attachments.kept", by=by, at=at, post=post)


def keep_all(
    *,
    files: Iterable[Developed],
    batch: uuid.UUID,
    matter_kind: str,
    matter_id: uuid.UUID,
    root: uuid.UUID,
    by: Actor,
    at: datetime,
    post: HeldPost | None = None,
    caption: str = "",
) -> list[Attachment]:
    """Attach everything that a form brought, see :func:`keep`. The same form sent twice attaches it once.

    :param batch: made when the form was shown; with the content it makes each thing's ``client_id``.
    """
    return [
        keep(
            file=file,
            matter_kind=matter_kind,
            matter_id=matter_id,
            root=root,
            client_id=uuid.uuid5(batch, file.original),
            by=by,
            at=at,
            post=post,
            caption=caption,
        )
        for file in files
    ]


@transaction.atomic
def write(wanted: Attachment, *, verb: str, by: Actor, at: datetime, post: HeldPost | None) -> Attachment:
    """Write the row and its entry, or find the row that is there already; a file that is not needed then goes.

    :raises Conflict: when that one says something else.
    """
    file = wanted.file
    siblings = Attachment.objects.to(wanted.matter_kind, wanted.matter_id)
    # Locked, so that nobody forgets the file while this row begins to share it.
    same = siblings.filter(original=wanted.original).standing().select_for_update().first()
    if same is not None:
        wanted.file, wanted.digest = same.file, same.digest
    wanted.number = (siblings.aggregate(last=Max("number"))["last"] or 0) + 1
    Attachment.objects.bulk_create([wanted], ignore_conflicts=True)
    kept = _under_client_id(wanted)
    if kept.file != file:
        transaction.on_commit(partial(_remove_unused, file))
    if kept.id != wanted.id:
        _require_same(kept, wanted)
        return kept
    details = {"matter": f"{kept.matter_kind}/{kept.matter_id}"}
    details |= {name: getattr(kept, name) for name in ("kind", "original", "digest", "caption")}
    record(
        root=kept.root_id,
        verb=verb,
        object_kind=ATTACHMENT,
        object_id=kept.id,
        at=at,
        actor=by.user_id,
        post=post.post_id if post else None,
        details=details,
    )
    return kept


def _remove_unused(file: str) -> None:
    """Delete a file that is not needed here, unless the same :class:`Developed` was attached elsewhere too."""
    if not Attachment.objects.filter(file=file).exists():
        store.remove(file)


def _under_client_id(wanted: Attachment) -> Attachment:
    if wanted.by_user is not None:
        return Attachment.objects.get(by_user=wanted.by_user, client_id=wanted.client_id)
    return Attachment.objects.to(wanted.matter_kind, wanted.matter_id).get(
        by_user=None, client_id=wanted.client_id
    )


def _require_same(kept: Attachment, wanted: Attachment) -> None:
    """What was forgotten is not brought back, and is no conflict either: nothing is left to compare."""
    names = ["matter_kind", "matter_id"]
    if kept.forgotten_at is None:
        names += ["original", "caption", "taken_at"]
    if any(getattr(kept, name) != getattr(wanted, name) for name in names):
        raise Conflict(
            "attachment-other-content",
            _("Something else was sent under this number before; that one stays as it is."),
            hint=_("Choose the photograph again and send it as a new one."),
        )
