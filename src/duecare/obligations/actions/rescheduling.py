"""Replacing what is scheduled and not yet a promise."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.obligations.actions.together import together
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft


def replace_scheduled(*, programme: str, strand: str, keep: Set[str], at: datetime) -> int:
    """Remove what has not begun and whose origin is not kept; what a person has touched stays.

    :param keep: origins.
    :returns: how many were removed.
    """
    with together():
        rows = [
            row
            for row in Obligation.objects.select_for_update()
            .filter(programme=programme, strand=strand, opened_at=None, closed_at=None, opens_at__gt=at)
            .order_by("id")
            if row.origin not in keep
        ]
        return take_off(rows, at)


def take_off(rows: list[Obligation], at: datetime) -> int:
    """Remove the rows but for what a person has touched; they are held and have not begun.

    :returns: how many were removed.
    """
    touched = _touched(rows)
    rows = [row for row in rows if row.id not in touched]
    for start in range(0, len(rows), 500):
        Obligation.objects.filter(id__in=[r.id for r in rows[start : start + 500]]).delete()
    _record(rows, "obligations.unscheduled", at)
    return len(rows)


def reschedule(*, drafts: Iterable[Draft], at: datetime) -> int:
    """Bring what has not begun in line with its draft, found by origin; what a person has touched stays.

    :returns: how many were changed.
    """
    wanted = {d.origin: d for d in drafts}
    origins = list(wanted)
    changed = []
    with together():
        for start in range(0, len(origins), 500):
            changed += _changed(wanted, origins[start : start + 500], at)
        touched = _touched(changed)
        changed = [row for row in changed if row.id not in touched]
        Obligation.objects.bulk_update(changed, [*_FIELDS, "wake_at"], batch_size=100)
        _record(changed, "obligations.rescheduled", at)
    return len(changed)


_FIELDS = sorted(set(Draft.__dataclass_fields__) - {"origin", "kind", "root_id"})


def _changed(wanted: dict[str, Draft], origins: list[str], at: datetime) -> list[Obligation]:
    rows = Obligation.objects.select_for_update().filter(
        origin__in=origins, opened_at=None, closed_at=None, opens_at__gt=at
    )
    changed = []
    for row in rows.order_by("id"):
        draft = wanted[row.origin]
        if any(getattr(row, name) != getattr(draft, name) for name in _FIELDS):
            for name in _FIELDS:
                setattr(row, name, getattr(draft, name))
            row.wake_at = draft.opens_at
            changed.append(row)
    return changed


def _touched(rows: list[Obligation]) -> set[object]:
    """Those whose term or debtor a person has changed already."""
    found: set[object] = set()
    for start in range(0, len(rows), 500):
        some = Obligation.objects.filter(id__in=[r.id for r in rows[start : start + 500]])
        found.update(some.filter(terms__isnull=False).values_list("id", flat=True))
        found.update(some.filter(transfers__isnull=False).values_list("id", flat=True))
    return found


def _record(rows: list[Obligation], verb: str, at: datetime) -> None:
    for root in sorted({row.root_id for row in rows}):
        record(
            root=root,
            verb=verb,
            object_kind="batch",
            object_id=uuid7(),
            at=at,
            actor=None,
            post=None,
            details={"origins": [row.origin for row in rows if row.root_id == root]},
        )
