"""Writing what differs between a table of units and the units there are, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, Q

from duecare.core.ids import uuid7
from duecare.orgs import closing
from duecare.orgs.actions.importing.task import Import
from duecare.orgs.actions.units import take_numbers
from duecare.orgs.importing.findings import Change, ImportResult
from duecare.orgs.importing.units import FIELDS, KnownUnit, UnitRow
from duecare.orgs.models import Appointment, Post, Unit
from duecare.orgs.rules import unit_key

_BATCH = 2_000
_MOST_SHOWN = 200


def known_units(root: Unit) -> dict[str, KnownUnit]:
    """Every unit of the organisation by code. One statement."""
    rows = (
        Unit.objects.filter(root_id=root.id)
        .order_by("lineage")
        .values_list(
            "id",
            "key",
            "lineage",
            "code",
            "name",
            "name_en",
            "kind",
            "parent__code",
            "phone",
            "zone",
            "closed_at",
        )
    )
    return {
        row[3]: KnownUnit(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7] or "",
            row[8],
            row[9],
            row[10] is not None,
        )
        for row in rows.iterator(chunk_size=_BATCH)
    }


def apply(rows: list[UnitRow], known: dict[str, KnownUnit], result: ImportResult, task: Import) -> None:
    """Add new units, change those that differ, move those with another parent, and count it all."""
    wanted = {row.code for row in rows} | {task.root_code}
    added = _in_order([row for row in rows if row.code not in known], known)
    new = {row.code for row in added}
    first = take_numbers(len(added)) if task.writing else 0
    for offset, row in enumerate(added):
        above, key = known[row.parent], unit_key(first + offset)
        known[row.code] = KnownUnit(
            uuid7(), key, above.lineage + key, row.code, row.name, row.name_en, row.kind, row.parent, row.phone,
            row.zone or above.zone, False,
        )  # fmt: skip
    changed = _compare(known, [row for row in rows if row.code not in new], result)
    if task.writing:
        _insert([known[row.code] for row in added], known, {r.code: r.row for r in rows}, task)
        _change(changed, known)
        _straighten(known)
    result.units.added += len(added)
    missing = [unit for code, unit in known.items() if code not in wanted and not unit.closed]
    result.units.missing = sorted(unit.code for unit in missing)
    if task.close_missing:
        result.closed = _close(missing, known, task)


def _in_order(rows: list[UnitRow], known: Mapping[str, KnownUnit]) -> list[UnitRow]:
    """Parents before children; circles have been refused."""
    below: dict[str, list[UnitRow]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)
    ordered = [row for parent, each in below.items() if parent in known for row in each]
    for row in ordered:
        ordered.extend(below.get(row.code, ()))
    return ordered


def _insert(
    units: list[KnownUnit], known: Mapping[str, KnownUnit], positions: Mapping[str, int], task: Import
) -> None:
    root_id = known[task.root_code].id
    Unit.objects.bulk_create(
        (
            Unit(
                id=u.id, root_id=root_id, parent_id=known[u.parent].id, key=u.key, lineage=u.lineage, code=u.code,
                name=u.name, name_en=u.name_en, kind=u.kind, phone=u.phone, zone=u.zone, position=positions[u.code],
                created_at=task.at,
            )
            for u in units
        ),
        batch_size=_BATCH,
    )  # fmt: skip


def _compare(
    known: Mapping[str, KnownUnit], rows: Iterable[UnitRow], result: ImportResult
) -> list[KnownUnit]:
    changed = []
    for row in rows:
        unit = known[row.code]
        fields = {
            f: (getattr(unit, f), getattr(row, f)) for f in FIELDS if getattr(unit, f) != getattr(row, f)
        }
        if not fields:
            result.units.unchanged += 1
            continue
        result.units.changed += 1
        if len(result.units.changes) < _MOST_SHOWN:
            result.units.changes.append(Change(row.code, unit.name, fields))
        for field, (_old, new) in fields.items():
            setattr(unit, field, new)
        changed.append(unit)
    return changed


def _change(changed: list[KnownUnit], known: Mapping[str, KnownUnit]) -> None:
    Unit.objects.bulk_update(
        [
            Unit(
                id=u.id, name=u.name, name_en=u.name_en, kind=u.kind, phone=u.phone, zone=u.zone,
                parent_id=known[u.parent].id if u.parent else None,
            )
            for u in changed
        ],
        ["name", "name_en", "kind", "phone", "zone", "parent"],
        batch_size=200,
    )  # fmt: skip


def _straighten(known: Mapping[str, KnownUnit]) -> None:
    """Give every unit whose parent changed, and all below it, the lineage that follows from it."""
    right: dict[str, str] = {}
    moved = []
    for unit in known.values():
        path = [unit]
        while path[-1].code not in right and path[-1].parent:
            path.append(known[path[-1].parent])
        for step in reversed(path):
            right.setdefault(step.code, (right[step.parent] if step.parent else "") + step.key)
        if unit.lineage != right[unit.code]:
            unit.lineage = right[unit.code]
            moved.append(unit)
    Unit.objects.bulk_update([Unit(id=u.id, lineage=u.lineage) for u in moved], ["lineage"], batch_size=500)


def _close(missing: list[KnownUnit], known: Mapping[str, KnownUnit], task: Import) -> int:
    """Close missing units; one stays when a unit below it does.

    :raises Conflict: one of them still owes something.
    """
    gone = {unit.code for unit in missing if unit.parent}
    for unit in known.values():
        if not unit.closed and unit.code not in gone:
            above = unit.parent
            while above in gone:
                gone.discard(above)
                above = known[above].parent
    ids = [known[code].id for code in gone]
    closing.require_settled(ids)
    if not task.writing:
        return len(ids)
    at = task.at
    closing.let_go(ids, at)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        held = Appointment.objects.filter(post__unit_id__in=batch, starts_at__lte=at)
        held.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at)
        Appointment.objects.filter(post__unit_id__in=batch, starts_at__gt=at).update(ends_at=F("starts_at"))
        Post.objects.filter(unit_id__in=batch, closed_at=None).update(closed_at=at)
        Unit.objects.filter(id__in=batch).update(closed_at=at)
    return len(ids)
