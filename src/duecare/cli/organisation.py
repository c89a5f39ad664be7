"""``units`` and ``people``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.core import clock
from duecare.core.errors import NotFound
from duecare.orgs.actions import import_workbook, issue_links
from duecare.orgs.importing.findings import Counts, ImportResult
from duecare.orgs.models import User
from duecare.orgs.rules import SYSTEM


@click.group()
def units() -> None:
    """Units, posts and people of the organisation. / 单位、岗位和人员。"""


@units.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--root",
    default="",
    help="Code of the root unit; default: the only one. / 顶级单位代码，默认为唯一的一个。",
)
@click.option(
    "--dry-run", is_flag=True, help="List errors and differences, write nothing. / 只列出错误和差异，不写入。"
)
@click.option("--close-missing", is_flag=True, help="Close units that FILE lacks. / 关闭文件中没有的单位。")
def import_(file: Path, root: str, dry_run: bool, close_missing: bool) -> None:
    """Import FILE (.xlsx or .csv); all or nothing. / 导入文件，要么全部生效，要么全不生效。"""
    result = import_workbook(
        file, root_code=root, by=SYSTEM, at=clock.now(), dry_run=dry_run, close_missing=close_missing
    )
    for line in import_lines(result):
        click.echo(line)
    if not result.ok:
        raise click.exceptions.Exit(1)


def import_lines(result: ImportResult) -> Iterator[str]:
    """What an import found and did, in sentences: every problem by cell, then the counts."""
    for problem in result.problems.listed:
        yield f"✗ {problem.place} {problem.heading}: {problem.what} {problem.mend}".replace("  ", " ")
    if result.problems.count > len(result.problems.listed):
        yield _("… and %d more") % (result.problems.count - len(result.problems.listed))
    yield _count_line(_("units"), result.units)
    yield _count_line(_("people"), result.people)
    if not result.ok:
        yield _("Nothing was written. Mend the %d errors and import again.") % result.problems.count
    elif not result.applied:
        yield _("Nothing was written: this was a dry run.")


def _count_line(what: str, counts: Counts) -> str:
    return _(
        "%(what)s: %(added)d added, %(changed)d changed, %(unchanged)d unchanged, %(missing)d not in the file"
    ) % {
        "what": what,
        "added": counts.added,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "missing": len(counts.missing),
    }


@click.group()
def people() -> None:
    """People who sign in. / 登录人员。"""


@people.command()
@click.argument("username")
def link(username: str) -> None:
    """Print a one-time link for someone to get in with. / 为某人打印一次性登录链接。"""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound("no-person", _("Nobody signs in as %(username)s."), username=username)
    [(_user, secret, _expires)] = issue_links(users=[user], by=SYSTEM, at=clock.now())
    click.echo(link_to(secret))
    click.echo(_("It works once. Hand it to its person only."), err=True)


def link_to(secret: str) -> str:
    """The address that a one-time secret is used at; what follows # is never sent to a server log."""
    return f"{settings.DUECARE['DUECARE_URL'].rstrip('/')}{reverse('enrol')}#{secret}"
