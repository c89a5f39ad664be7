"""``init``: a deployment of one's own."""

from __future__ import annotations

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from duecare.audit import keyfiles as keys
from duecare.core import clock
from duecare.orgs import actions
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM


@click.command()
@click.option(
    "--code",
    prompt="Code of your organisation / 单位代码",
    help="Code of the root unit, e.g. QY. / 顶级单位代码。",
)
@click.option("--name", prompt="Its name / 单位名称", help="Name of the root unit. / 顶级单位名称。")
@click.option(
    "--administrator",
    prompt="Sign-in name of its administrator / 管理员登录名",
    help="Sign-in name. / 登录名。",
)
def init(code: str, name: str, administrator: str) -> None:
    """Make the database, the keys, the root unit and its administrator. Running it again upgrades the database.

    建立数据库、密钥、顶级单位和管理员;再次运行则升级数据库。
    """
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.make(settings.HOME)
    call_command("migrate", interactive=False, verbosity=0)
    if Unit.objects.filter(parent=None, code=code).exists():
        click.echo(_("%s is here already; the database is at this version now.") % code)
        return
    link = actions.found(code=code, name=name, administrator=administrator, by=SYSTEM, at=clock.now())
    click.echo(_("Ready in %s. The administrator gets in once by:") % settings.HOME)
    click.echo(f"  {link.url}")
    click.echo(_("Next: duecare units import FILE, duecare plan apply FILE, duecare serve"))
