"""Taking in units and people from a workbook."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotFound
from duecare.core.ids import uuid7
from duecare.orgs import rights
from duecare.orgs.actions.importing import people, units
from duecare.orgs.actions.importing.task import Import
from duecare.orgs.actions.units import create_root, take_numbers
from duecare.orgs.importing import columns, tables
from duecare.orgs.importing import units as unit_rows
from duecare.orgs.importing.findings import MOST_BYTES, ImportResult, Problem, Sheet
from duecare.orgs.importing.units import KnownUnit
from duecare.orgs.importing.xlsx import too_big
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor


def import_workbook(
    source: str | Path | bytes,
    *,
    root_code: str,
    by: Actor,
    at: datetime,
    dry_run: bool,
    close_missing: bool = False,
    name: str = "",
) -> ImportResult:
    """Take in units and people from an .xlsx or .csv file: all of it, or nothing.

    Only what differs is written; what is missing from the file stays, unless ``close_missing`` closes such units. A
    root that does not exist yet is founded from its row when the program itself imports. A dry run
    goes the same way without writing, and holds no lock.

    :param source: path or the bytes themselves; ``name`` then says what the file is called.
    :raises BadInput: when the file cannot be read at all; anything less is in the result's problems.
    :raises NotAllowed: without the right to manage the root.
    :raises NotFound: when there is no such root.
    """
    data, name = _bytes_of(source, name)
    sheets = tables.sheets_of(data, name)
    if dry_run:
        return _take_in(sheets, Import(root_code, by, at, close_missing, writing=False))
    with transaction.atomic():
        take_numbers(0)  # whoever else adds units waits, so what is compared below stays as it is
        result = _take_in(sheets, Import(root_code, by, at, close_missing, writing=True))
        if result.ok:
            _record(result, root_code, by, at, hashlib.sha256(data).hexdigest())
            result.applied = True
    return result


def _take_in(sheets: list[Sheet], task: Import) -> ImportResult:
    """Read and check all of it first, then write: with one problem anywhere nothing is written."""
    result = ImportResult()
    root = Unit.objects.filter(parent=None, code=task.root_code).first()
    if root is None and not task.by.system:
        code = task.root_code
        raise NotFound("no-root", _("There is no organisation with the code %(unit_code)s."), unit_code=code)
    if root is not None:
        rights.require(task.by, "orgs.manage", root.lineage)
    known = units.known_units(root) if root else {}
    unit_table = tables.reader_for(columns.UNITS, sheets, result.problems)
    people_table = tables.reader_for(columns.PEOPLE, sheets, result.problems)
    if unit_table is None and people_table is None:
        _report_nothing(sheets, result)
    rows = unit_rows.read(unit_table, task.root_code, known) if unit_table else []
    if root is None and result.ok:
        _check_root(rows, result, task)
    there = people.People.of(root, task.at)
    codes = {code for code, unit in known.items() if not unit.closed} | {row.code for row in rows}
    staff = people.read(people_table, there, codes, root, task) if people_table else []
    if result.ok:
        if root is None:
            _found_root(rows, known, result, task)
        if unit_table is not None:
            units.apply(rows, known, result, task)
        if people_table is not None:
            people.apply(staff, there, known, result, task)
    return result


def _record(result: ImportResult, root_code: str, by: Actor, at: datetime, digest: str) -> None:
    root = Unit.objects.get(parent=None, code=root_code)
    held = rights.require(by, "orgs.manage", root.lineage)
    details = {
        "sha256": digest,
        "units": [result.units.added, result.units.changed, result.units.unchanged],
        "people": [result.people.added, result.people.changed, result.people.unchanged],
        "posts_added": result.posts_added,
        "appointments_added": result.appointments_added,
        "closed": result.closed,
    }
    record(
        root=root.id, verb="orgs.imported", object_kind="unit", object_id=root.id, at=at, actor=by.user_id,
        post=held.post_id if held else None, details=details,
    )  # fmt: skip


def _check_root(rows: list[unit_rows.UnitRow], result: ImportResult, task: Import) -> None:
    if not any(row.code == task.root_code for row in rows):
        sentence = _("There is no row for the root %(root)s.")
        mend = _("Add a row with this code and no parent.")
        result.problems.add(Problem("单位", 0, "", "", sentence, mend, {"root": task.root_code}))


def _found_root(
    rows: list[unit_rows.UnitRow], known: dict[str, KnownUnit], result: ImportResult, task: Import
) -> None:
    row = next(r for r in rows if r.code == task.root_code)
    zone = row.zone or "Asia/Shanghai"
    unit_id, key = uuid7(), ""
    if task.writing:
        root = create_root(
            code=row.code, name=row.name, name_en=row.name_en, kind=row.kind, phone=row.phone, zone=zone, by=task.by,
            at=task.at,
        )  # fmt: skip
        unit_id, key = root.id, root.key
    known[row.code] = KnownUnit(
        unit_id, key, key, row.code, row.name, row.name_en, row.kind, "", row.phone, zone, False
    )
    rows.remove(row)
    result.units.added += 1


def _report_nothing(sheets: list[Sheet], result: ImportResult) -> None:
    names = "、".join(sheet.name for sheet in sheets)
    result.problems.add(
        Problem(
            names, 0, "", "", _("No table of units or people was found."),
            _("Call the sheets 单位 (units) and 人员 (people), with the headings in their first row."),
        )
    )  # fmt: skip


def _bytes_of(source: str | Path | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name
    path = Path(source)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_big()
        return path.read_bytes(), name or path.name
    except OSError as error:
        raise BadInput(
            "no-file", _("%(path)s cannot be read: %(why)s"), path=path, why=error.strerror
        ) from error


__all__ = ["import_workbook"]
