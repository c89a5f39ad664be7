"""``vault``: the keys of what is sealed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from duecare.cli.moments import moment
from duecare.cli.sealed import vault_findings
from duecare.core import clock
from duecare.vault import actions
from duecare.vault.rules.months import written

_AT = click.option(
    "--at",
    callback=moment,
    metavar="TIME",
    help="As if it were TIME (default: now). / 按此时刻（默认：现在）。",
)


@click.group()
def vault() -> None:
    """The keys of what is sealed. / 密封内容的密钥。"""


@vault.command()
@_AT
def doctor(at: datetime | None) -> None:
    """Say what is wrong with the keys and how to mend it. / 指出密钥哪里不对、如何改。"""
    findings = list(vault_findings(at or clock.now()))
    for finding in findings:
        click.echo(str(finding))
    if any(finding.bad for finding in findings):
        raise click.exceptions.Exit(1)


@vault.command()
@click.option(
    "--lost",
    is_flag=True,
    help="Keys that are not in the key file are lost for good. / 密钥文件中没有的密钥已彻底丢失。",
)
def rotate(lost: bool) -> None:
    """Replace every key, as after a copy of the key file got away. / 更换全部密钥，例如密钥文件的副本流失之后。

    What was copied before, key file and database together, stays readable to whoever has it.
    Killed half-way, everything still opens; run it again.
    此前密钥文件和数据库若已一并被复制，持有者仍可读取。中途中断不影响开启，再次运行即可完成。
    """
    rotated = actions.rotate(at=clock.now(), lost=lost)
    if rotated.resumed:
        click.echo(_("A rotation that had been broken off is finished."))
    click.echo(
        _("%(months)d keys of months replaced; %(matters)d matters wrapped for the new ones")
        % {"months": rotated.months, "matters": rotated.matters}
    )
    click.echo(_("The key backups you have open nothing new. Run now: duecare vault backup FOLDER"))


@vault.command()
@_AT
def expire(at: datetime | None) -> None:
    """Destroy the keys of months that are over. / 销毁已到期月份的密钥。

    Exit code 1 when private keys had to stay because the key file is not here; run it again where it is.
    密钥文件不在本机、私钥未能销毁时，退出码为 1；请在密钥文件所在的机器上再次运行。
    """
    expired = actions.expire(at=at or clock.now())
    forgotten = ", ".join(written(month) for month in expired.months) or "–"
    click.echo(
        _("months forgotten: %(months)s; keys of %(matters)d matters deleted")
        % {"months": forgotten, "matters": expired.matters}
    )
    if not expired.scrubbed:
        click.echo(_("The database still holds their bytes in its log; the next run clears it."))
    if expired.left:
        raise expired.left


@vault.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy the key file to FOLDER; of two copies the older is destroyed. / 备份密钥文件；已有两份时销毁旧的一份。"""
    made = actions.back_up(folder=folder, at=clock.now())
    click.echo(_("keys of the vault: %s") % made.place)
    click.echo(_("Keep it apart from the data's backups, and replace it within 30 days."))


@vault.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--gone", is_flag=True, help="It was destroyed elsewhere. / 已在别处销毁。")
def destroy(file: Path, gone: bool) -> None:
    """Overwrite and remove a key backup, and note it. / 覆盖并删除一份密钥备份，并记录。"""
    destroyed = actions.destroy_backup(place=file, at=clock.now(), gone=gone)
    click.echo(_("destroyed: %s") % destroyed.place)
