"""``plan``: check, diff, apply, export, close."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.core import clock
from duecare.obligations.sections import Change
from duecare.obligations.shapes import shown
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions, queries

#: What stands before a change: added, changed, ended, kept as it is.
MARKS = {"add": "+", "change": "~", "end": "-", "keep": "="}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def plan() -> None:
    """Plans as files: check, compare, apply, export, close. / 方案文件：检查、比较、执行、导出、结束。"""


@plan.command()
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="The same as data. / 以数据形式输出。")
def check(file: Path, as_json: bool) -> None:
    """Name every error with line, column and how to mend it. / 逐条列出错误的行、列和改法。"""
    checked = queries.check_file(file)
    findings = checked.findings
    if as_json:
        click.echo(json.dumps([f.as_data() for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(str(finding))
        if checked.tree is not None and not checked.tree.known:
            click.echo(_("Unit codes were not looked up: no organisation here."), err=True)
    if any(f.is_error for f in findings):
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo(_("%s can be applied.") % file, err=True)


@plan.command()
@click.argument("file", type=_FILE)
def diff(file: Path) -> None:
    """Show what applying would change; writes nothing. / 显示执行后的变化，不写入。"""
    _say(queries.diff_file(file, at=clock.now()))


@plan.command()
@click.argument("file", type=_FILE)
def apply(file: Path) -> None:
    """Put a plan in force, or change one; all or nothing. / 启动或修改方案，要么全部生效，要么全不生效。"""
    at = clock.now()
    _say(actions.apply_file(file, by=SYSTEM, at=at))
    for line in vacancy_lines(at):
        click.echo(f"! {line}")


def _say(changes: list[Change]) -> None:
    for change in changes:
        click.echo(f"{MARKS[change.act]} {change.message}")
    if not changes:
        click.echo(_("Nothing changes: what this plan asks for is in force already."))


def vacancy_lines(at: datetime) -> Iterator[str]:
    """Posts that running plans count on and that nobody holds, in sentences."""
    for programme, vacancy in queries.all_vacancies(at):
        units = [shown(unit.name, unit.name_en) for unit in vacancy.units]
        yield _("“%(plan)s”: nobody holds the post “%(post)s” in %(count)d units: %(units)s") % {
            "plan": shown(programme.title, programme.title_en),
            "post": vacancy.label,
            "count": vacancy.count,
            "units": _(", ").join(units) + (" …" if vacancy.more else ""),
        }


@plan.command()
@click.argument("key")
def export(key: str) -> None:
    """Write the plan in force back as a file. / 把现行方案写回文件。"""
    click.echo(queries.export(key), nl=False)


@plan.command()
@click.argument("key")
@click.option("--why", default="", help="Reason, when something is still open. / 尚有未办事项时须写明理由。")
def close(key: str, why: str) -> None:
    """End a programme. / 结束一项专项工作。"""
    for line in actions.close(programme=key, why=why, by=SYSTEM, at=clock.now()):
        click.echo(str(line))
