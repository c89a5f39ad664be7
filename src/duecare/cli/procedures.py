"""``procedure``, ``categories`` and ``wordings``: check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.documents.findings import FileRefused, Finding, Sort
from duecare.documents.sources import read_bytes
from duecare.grievances import versions
from duecare.grievances.checking import (
    CATEGORIES,
    PROCEDURE,
    WORDINGS,
    check_categories,
    check_procedure,
    check_wordings,
)

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="The same as data. / 以数据形式输出。")


@click.group()
def procedure() -> None:
    """Procedures of cases as files. / 诉求办理程序文件。"""


@click.group()
def categories() -> None:
    """Categories of cases as files. / 诉求类别文件。"""


@click.group()
def wordings() -> None:
    """Prepared words of replies as files. / 答复用语文件。"""


@procedure.command("check")
@_FILE
@_JSON
def procedure_check(file: Path, as_json: bool) -> None:
    """Name every error with line, column and how to mend it. / 逐条列出错误的行、列和改法。"""
    findings = _found(file, PROCEDURE, lambda data: check_procedure(data, file=str(file)).findings)
    _tell(findings, as_json, _("%s is a procedure without errors.") % file)


@categories.command("check")
@_FILE
@_JSON
def categories_check(file: Path, as_json: bool) -> None:
    """Name every error with line, column and how to mend it. / 逐条列出错误的行、列和改法。"""
    findings = _found(file, CATEGORIES, lambda data: check_categories(data, file=str(file)).findings)
    _tell(findings, as_json, _("%s is a file of categories without errors.") % file)


@wordings.command("check")
@_FILE
@_JSON
def wordings_check(file: Path, as_json: bool) -> None:
    """Name every error with line, column and how to mend it. / 逐条列出错误的行、列和改法。"""
    known = [one.key for one in versions.shipped_categories().categories]

    def check(data: bytes) -> list[Finding]:
        return check_wordings(data, file=str(file), procedures=versions.shipped(), categories=known).findings

    _tell(_found(file, WORDINGS, check), as_json, _("%s is a file of wordings without errors.") % file)


def _found(file: Path, sort: Sort, check: Callable[[bytes], list[Finding]]) -> list[Finding]:
    try:
        data = read_bytes(file, sort)
    except FileRefused as refused:
        return refused.findings
    return check(data)


def _tell(findings: list[Finding], as_json: bool, good: str) -> None:
    """Print the findings; exit with 1 when there is an error."""
    if as_json:
        click.echo(json.dumps([f.as_data() for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(str(finding))
    if any(f.is_error for f in findings):
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo(good, err=True)
