"""``units`` and ``people``."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.core import clock
from duecare.orgs import actions
from duecare.orgs.rules import SYSTEM


@click.group()
def units() -> None:
    """Units, posts and people of the organisation. / 单位、岗位和人员。"""


@units.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", default="", help="Code of the root unit. / 顶级单位的代码。")
@click.option(
    "--dry-run", is_flag=True, help="List errors and differences, write nothing. / 只列出错误和差异,不写入。"
)
def import_(file: Path, root: str, dry_run: bool) -> None:
    """Import FILE (.xlsx or .csv); all or nothing. / 导入文件,要么全部生效,要么全不生效。"""
    result = actions.import_workbook(file, root_code=root, by=SYSTEM, at=clock.now(), dry_run=dry_run)
    for line in result.lines():
        click.echo(line)
    if not result.ok:
        raise click.exceptions.Exit(1)


@click.group()
def people() -> None:
    """People who sign in. / 登录人员。"""


@people.command()
@click.argument("username")
def link(username: str) -> None:
    """Print a one-time link for someone to get in with. / 为某人打印一次性登录链接。"""
    click.echo(actions.issue_link(username=username, by=SYSTEM, at=clock.now()).url)
    click.echo(_("It works once. Hand it to its person only."), err=True)
