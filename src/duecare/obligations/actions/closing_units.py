"""A unit that closes leaves nothing behind that nobody would answer for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.obligations.actions.rescheduling import take_off
from duecare.obligations.models import Obligation

_BATCH = 500


def require_nothing_owed(unit_ids: Sequence[uuid.UUID]) -> None:
    """No duty of theirs is open, and none that a person has touched is still to open.

    :raises Conflict: one is; it names the first unit that owes, and how much.
    """
    for start in range(0, len(unit_ids), _BATCH):
        standing = _standing(unit_ids[start : start + _BATCH])
        touched = Q(opened_at__isnull=False) | Q(terms__isnull=False) | Q(transfers__isnull=False)
        owing = standing.filter(touched).values("debtor__name").annotate(n=Count("id", distinct=True))
        first = owing.order_by("debtor__name").first()
        if first:
            raise Conflict(
                "unit-owes",
                _("%(unit)s still owes something: %(n)s open duties."),
                hint=_(
                    "See them on its board; wait until they are done, pass them to another unit, or waive them."
                ),
                unit=first["debtor__name"],
                n=first["n"],
            )


def unschedule(unit_ids: Sequence[uuid.UUID], at: datetime) -> None:
    """Take off the schedule what had not opened."""
    for start in range(0, len(unit_ids), _BATCH):
        rows = _standing(unit_ids[start : start + _BATCH]).filter(opened_at=None)
        take_off(list(rows.select_for_update(of=("self",)).order_by("id")), at)


def _standing(unit_ids: Sequence[uuid.UUID]) -> QuerySet[Obligation]:
    return Obligation.objects.filter(debtor_id__in=unit_ids, closed_at=None)
