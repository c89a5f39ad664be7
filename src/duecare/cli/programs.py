"""``open311``: keys of programs that bring cases."""

from __future__ import annotations

import uuid

import click
from django.utils.translation import gettext as _

from duecare.api.keys import end_key, make_key
from duecare.api.models import IntakeKey
from duecare.core import clock
from duecare.core.errors import NotFound
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM


@click.group()
def open311() -> None:
    """Keys of programs that bring cases. / 代收诉求的程序所用的密钥。"""


@open311.command()
@click.option("--unit", "code", required=True, help="Code of the root unit. / 顶级单位的编码。")
@click.option("--program", required=True, help="Which program it is for. / 供哪个程序使用。")
def key(code: str, program: str) -> None:
    """Make a key and show it, once. / 生成密钥，只显示一次。"""
    root = Unit.objects.filter(code=code, parent=None, closed_at=None).first()
    if root is None:
        raise NotFound("no-body", _("There is no root unit with that code."))
    made, plain = make_key(root=root, program=program, by=SYSTEM, at=clock.now())
    click.echo(plain)
    click.echo(
        _("Key %(id)s for “%(program)s”, jurisdiction_id %(key)s. Keep it now: it is stored nowhere.")
        % {"id": made.id, "program": made.program, "key": root.key},
        err=True,
    )


@open311.command("list")
def list_() -> None:
    """List keys, without the keys themselves. / 列出密钥（不含密钥本身）。"""
    for one in IntakeKey.objects.select_related("root").order_by("made_at"):
        state = _("ended") if one.ended_at else _("in use")
        click.echo(f"{one.id}  {one.root.key}  {one.made_at:%Y-%m-%d}  {state}  {one.program}")


@open311.command()
@click.argument("key_id", type=click.UUID)
def end(key_id: uuid.UUID) -> None:
    """Let a key open nothing from now on. / 停用密钥。"""
    ended = end_key(key_id=key_id, by=SYSTEM, at=clock.now())
    click.echo(_("The key of “%(program)s” has ended.") % {"program": ended.program})
