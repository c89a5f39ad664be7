"""Forgetting words whose time is over."""

from __future__ import annotations

from datetime import datetime

from duecare.notify.models import Notice
from duecare.notify.rules import KEPT


def forget(at: datetime) -> int:
    """Erase the words of notices older than 90 days; who was told of what, and when, stays.

    :returns: how many notices lost theirs.
    """
    old = Notice.objects.filter(created_at__lt=at - KEPT, forgotten_at=None)
    return old.update(title="", title_en="", body="", body_en="", forgotten_at=at)
