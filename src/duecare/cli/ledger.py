"""``hazards``: taking in a ledger that was kept on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.core import clock
from duecare.core.errors import Conflict, NotFound
from duecare.hazards.actions import take_in
from duecare.hazards.paper.results import TakenIn
from duecare.hazards.paper.template import template
from duecare.orgs.importing.findings import MOST_BYTES
from duecare.orgs.importing.xlsx import too_big
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def hazards() -> None:
    """The hazard ledger. / 隐患台账。"""


@hazards.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--unit", "code", required=True, help="Code of the unit whose ledger it is. / 台账所属单位的编码。"
)
@click.option(
    "--dry-run", is_flag=True, help="List errors and what would be added, write nothing. / 只检查，不写入。"
)
def import_(file: Path, code: str, dry_run: bool) -> None:
    """Take in a paper ledger (.xlsx or .csv); all or nothing. / 录入纸质台账，要么全部生效，要么全不生效。"""
    if file.stat().st_size > MOST_BYTES:
        raise too_big()
    result = take_in(
        data=file.read_bytes(), name=file.name, unit=_unit(code), by=SYSTEM, at=clock.now(), dry_run=dry_run
    )
    for line in lines_of(result):
        click.echo(line)
    if not result.ok:
        raise click.exceptions.Exit(1)


@hazards.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def template_(file: Path) -> None:
    """Write the workbook to fill in. / 写出待填写的工作簿。"""
    file.write_bytes(template())


def lines_of(result: TakenIn) -> Iterator[str]:
    """What taking in found and did, in sentences: every problem by cell, then the counts."""
    for problem in result.problems.listed:
        yield f"✗ {problem.place} {problem.heading}: {problem.what} {problem.mend}".replace("  ", " ")
    if result.problems.count > len(result.problems.listed):
        yield _("… and %d more") % (result.problems.count - len(result.problems.listed))
    if not result.ok:
        yield _("Nothing was written. Mend the %d errors and import again.") % result.problems.count
        return
    added = {name: result.added.get(name, 0) for name in ("open", "overdue", "put_right", "closed")}
    yield (
        _("%(open)d to put right (%(overdue)d overdue), %(put_right)d to verify, %(closed)d closed out")
        % added
    )
    yield _("%(known)d on the ledger already, %(differing)d with other content") % {
        "known": result.known,
        "differing": result.differing_count,
    }
    for one in result.differing:
        yield _("≠ row %(row)d: %(unit)s %(number)s stays as it is on the ledger") % {
            "row": one.row,
            "unit": one.unit,
            "number": one.number,
        }
    if result.ignored:
        yield _("Columns not taken in: %s") % ", ".join(result.ignored)
    if not result.applied:
        yield _("Nothing was written: this was a dry run.")


def _unit(code: str) -> Unit:
    found = list(Unit.objects.filter(code=code, closed_at=None)[:2])
    if not found:
        raise NotFound("no-unit", _("There is no unit with the code %(unit_code)s."), unit_code=code)
    if len(found) > 1:
        raise Conflict("unit-ambiguous", _("Several organisations have a unit with that code."))
    return found[0]
