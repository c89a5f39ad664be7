"""Reading notices."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.notify.models import Notice
from duecare.orgs.rules import Actor


def read(*, notice: uuid.UUID, by: Actor, at: datetime) -> None:
    """Note that the recipient has read it; the first time counts.

    :raises NotFound: when it is not theirs.
    """
    mine = Notice.objects.filter(id=notice, recipient_id=by.user_id)
    if not mine.filter(read_at=None).update(read_at=at) and not mine.exists():
        raise NotFound("notify.no-notice", _("There is no such notice."))


def read_all(*, by: Actor, at: datetime) -> int:
    """Note that the recipient has read everything up to ``at``; returns how many were unread."""
    return Notice.objects.filter(recipient_id=by.user_id, read_at=None, created_at__lte=at).update(read_at=at)
