"""``tick``, ``audit``, ``doctor``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.audit import queries as record
from duecare.audit.actions import sequence
from duecare.audit.roles import grant_sql
from duecare.cli.health import checks
from duecare.cli.moments import moment
from duecare.core import clock
from duecare.notify.actions import tell
from duecare.obligations import actions as obligations


@click.command()
@click.option(
    "--at",
    callback=moment,
    metavar="TIME",
    help="As if it were TIME (default: now). / 按此时刻（默认：现在）。",
)
def tick(at: datetime | None) -> None:
    """Work through everything due, once. / 把到时的事项全部处理一遍。"""
    at = at or clock.now()
    ticked = obligations.tick(at)
    told = tell(at)
    sequence(at)
    click.echo(
        _("due soon: %(materialised)d, moved on: %(advanced)d, notices: %(told)d")
        % {"materialised": ticked.materialised, "advanced": ticked.advanced, "told": told}
    )


@click.group()
def audit() -> None:
    """The record. / 记录。"""


@audit.command()
@click.option(
    "--against",
    metavar="HEAD",
    help="A signed head kept outside, or a file with one. / 外部保存的签名摘要或其文件。",
)
def verify(against: str | None) -> None:
    """Prove that no row was altered, removed or back-dated, or name it. / 证明记录未被改、删、倒填，否则指出哪一条。"""
    if against and Path(against).is_file():
        against = Path(against).read_text("utf-8").strip()
    verdict = record.verify(against=against)
    click.echo(str(verdict))
    if not verdict.ok:
        raise click.exceptions.Exit(1)


@audit.command()
def heads() -> None:
    """Print the latest signed heads, to be kept outside. / 打印最新的签名摘要，供外部保存。"""
    for head in record.latest_heads():
        click.echo(str(head))


@audit.command()
@click.argument("role")
def grants(role: str) -> None:
    """Print SQL by which ROLE may serve, not alter the record. / 打印授权 SQL：该角色可运行服务，不能改记录。"""
    click.echo(grant_sql(role), nl=False)


@click.command()
def doctor() -> None:
    """Say what is wrong and how to mend it. / 指出哪里不对、如何改。"""
    bad = False
    for finding in checks(clock.now()):
        click.echo(str(finding))
        bad = bad or finding.bad
    if bad:
        raise click.exceptions.Exit(1)
