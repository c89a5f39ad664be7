"""Days suspended for some units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duecare.obligations.models import Suspension
from duecare.orgs import rights
from duecare.orgs.models import User
from duecare.orgs.rules import Actor, roots_of

RIGHT = "obligations.suspend"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One suspended day and who did it."""

    suspension: Suspension
    who: str

    @property
    def day(self) -> date:
        """The day."""
        return self.suspension.day


def suspensions(by: Actor, at: datetime) -> Sequence[Line]:
    """The latest suspended days of the reader's organisations. Two statements."""
    rows = list(
        Suspension.objects.filter(root_id__in=roots_of(by.posts))
        .select_related("unit")
        .order_by("-day", "-at")[:SHOWN]
    )
    rows = [row for row in rows if rights.may(by, "obligations.view", row.lineage)]
    names = dict(User.objects.filter(id__in=[r.by_user for r in rows if r.by_user]).values_list("id", "name"))
    return [Line(row, names.get(row.by_user, "") if row.by_user else "") for row in rows]
