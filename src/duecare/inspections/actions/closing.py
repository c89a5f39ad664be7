"""A unit that closes is inspected no more."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from duecare.inspections.models import Owed
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM

_BATCH = 500


def let_off(unit_ids: Sequence[uuid.UUID], at: datetime) -> None:
    """Take off what others were to inspect there: what has not opened goes, what is open is waived; a miss stays.

    What the unit owes itself the kernel sees to, before.
    """
    for start in range(0, len(unit_ids), _BATCH):
        owed = Owed.objects.filter(unit__in=unit_ids[start : start + _BATCH], obligation__closed_at=None)
        _unschedule(list(owed.filter(obligation__opened_at=None).select_related("obligation")), at)
        opened = owed.filter(obligation__opened_at__isnull=False).order_by("obligation_id")
        for key in list(opened.values_list("obligation_id", flat=True)):
            kernel.waive(obligation_id=key, by=SYSTEM, at=at, why=_("The unit to be inspected has closed."))


def _unschedule(rows: Sequence[Owed], at: datetime) -> None:
    going = {row.obligation.origin for row in rows}
    strands = {(row.obligation.programme, row.obligation.strand) for row in rows}
    for programme, strand in sorted(strands):
        there = Obligation.objects.scheduled().filter(programme=programme, strand=strand)
        keep = set(there.exclude(origin__in=going).values_list("origin", flat=True))
        kernel.replace_scheduled(programme=programme, strand=strand, keep=keep, at=at)
