"""``init``: a deployment of one's own."""

from __future__ import annotations

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from duecare.audit import keyfiles
from duecare.cli.organisation import link_to
from duecare.core import clock
from duecare.orgs.actions import found
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from duecare.orgs.vocabulary import UnitKind
from duecare.vault.actions import prepare
from duecare.vault.rules.refusals import Locked


@click.command()
@click.option(
    "--code",
    prompt="Code of your organisation / 单位代码",
    help="Code of the root unit, like QY. / 顶级单位代码。",
)
@click.option("--name", prompt="Its name / 单位名称", help="Name of the root unit. / 顶级单位名称。")
@click.option(
    "--administrator",
    prompt="Sign-in name of its administrator / 管理员登录名",
    help="Sign-in name. / 登录名。",
)
@click.option(
    "--kind",
    type=click.Choice(UnitKind.values),
    default="district",
    show_default=True,
    help="Kind of unit. / 单位类别。",
)
def init(code: str, name: str, administrator: str, kind: str) -> None:
    """Make database, keys, root unit and administrator; run again to upgrade. / 建立部署；再次运行则升级数据库。"""
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyfiles.make(settings.HOME)
    call_command("migrate", interactive=False, verbosity=0)
    _make_vault_keys()
    if Unit.objects.filter(parent=None, code=code).exists():
        click.echo(_("%s is here already; the database is at this version now.") % code)
        return
    secret, _expires = found(
        code=code,
        name=name,
        kind=kind,
        zone=settings.TIME_ZONE,
        administrator=administrator,
        by=SYSTEM,
        at=clock.now(),
    )
    click.echo(_("Ready in %s. The administrator gets in once by:") % settings.HOME)
    click.echo(f"  {link_to(secret)}")
    click.echo(_("Next: duecare units import FILE, duecare plan apply FILE, duecare serve"))


def _make_vault_keys() -> None:
    """Make what the vault lacks. A vault that is locked here is no reason not to upgrade; it is said."""
    try:
        prepare(at=clock.now())
    except Locked as locked:
        click.echo(str(locked), err=True)
