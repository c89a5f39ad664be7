"""``checklist``: check, add."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.core import clock
from duecare.inspections import actions
from duecare.inspections.checking import check_file


@click.group()
def checklist() -> None:
    """Checklists as files. / 检查表文件。"""


@checklist.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The same as data. / 以数据形式输出。")
def check(file: Path, as_json: bool) -> None:
    """Name every error with line, column and how to mend it. / 逐条列出错误的行、列和改法。"""
    findings = check_file(file).findings
    if as_json:
        click.echo(json.dumps([f.as_data() for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(str(finding))
    if any(f.is_error for f in findings):
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo(_("%s is a checklist without errors.") % file, err=True)


@checklist.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(file: Path) -> None:
    """Take a checklist in, or a newer version of one. / 接入本地检查表或其新版本。"""
    kept = actions.add_checklist(file=file, at=clock.now())
    say = _("Checklist “%(key)s”, version %(version)s: inspections begin with it from now on.")
    click.echo(say % {"key": kept.key, "version": kept.version}, err=True)
