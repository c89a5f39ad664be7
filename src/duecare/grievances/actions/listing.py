"""Where a case stands on the desks of those who hold it."""

from __future__ import annotations

import uuid
from datetime import datetime

from duecare.grievances.actions.finding import keep_findable
from duecare.grievances.models import NEVER, Case, Hold, Owed


def keep_listed(case: Case) -> None:
    """Write when each holder has to act next, whether the case rests, and who finds it by its line.

    After every act and whatever time did.
    """
    owed = Owed.objects.filter(case=case, obligation__closed_at=None, obligation__paused_at=None)
    first: dict[uuid.UUID, datetime] = {}
    for unit, due_at in owed.values_list("obligation__debtor", "obligation__due_at"):
        first[unit] = min(due_at, first.get(unit, NEVER))
    holds = Hold.objects.filter(case=case, until=None, unit__isnull=False).values_list("id", "unit_id")
    for hold, holder in holds:
        due_at = first.get(holder, NEVER) if holder else NEVER
        Hold.objects.filter(id=hold).update(
            due_at=due_at, rests=case.ended and due_at == NEVER, received_at=case.received_at
        )
    keep_findable(case)
