"""What was reported before: a list that goes back as far as there is anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duecare.obligations.models import Obligation
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.reports.models import Submission
from duecare.reports.queries import reach

PAGE = 40


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Reports of one unit, newest first.

    :param older: the day to go on from; None at the end.
    """

    unit: Unit
    rows: list[tuple[Obligation, Submission | None]]
    older: date | None


def history_page(by: Actor, unit_key: str = "", until: date | None = None) -> HistoryPage:
    """Reports that one unit owed and what it filed; two statements beyond the unit's.

    :param until: the newest local day to show; all of a day is shown together.
    :raises NotFound: the unit is out of reach.
    """
    unit = reach.unit_within(by, unit_key) if unit_key else _home(by)
    rows = Obligation.objects.filter(debtor=unit, kind="reports.report", opened_at__isnull=False)
    if until is not None:
        rows = rows.filter(slot__lte=until)
    found = list(rows.order_by("-slot", "-due_at")[: PAGE + 1])
    older = found[-1].slot if len(found) > PAGE else None
    if older is not None:
        whole = [row for row in found if row.slot != older]
        found = whole or found
        older = older if whole else None
    filed = {s.obligation_id: s for s in Submission.objects.filter(obligation__in=found, latest=True)}
    return HistoryPage(unit, [(row, filed.get(row.pk)) for row in found], older)


def _home(by: Actor) -> Unit:
    """The unit of the reader's first post that files, else the highest within reach."""
    _wide, own = reach.lineages(by)
    return Unit.objects.get(lineage=own[0]) if own else reach.top(by)
