"""``duecare``: every command, and how a command fails."""

from __future__ import annotations

from typing import Any

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from duecare import __version__
from duecare.cli.boot import booted
from duecare.cli.checking import audit, doctor, tick
from duecare.cli.checklists import checklist
from duecare.cli.keeping import backup, restore
from duecare.cli.ledger import hazards
from duecare.cli.moving import move_to_postgres
from duecare.cli.organisation import people, units
from duecare.cli.planning import plan
from duecare.cli.procedures import categories, procedure, wordings
from duecare.cli.programs import open311
from duecare.cli.roster import roster
from duecare.cli.serving import clock, demo, serve, web
from duecare.cli.starting import init
from duecare.cli.vault import vault
from duecare.cli.working import work
from duecare.core.errors import DomainError


class Commands(click.Group):
    """The group of all commands; turns what goes wrong into one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Exit codes: 0 done, 1 refused with a sentence, 2 the command line was wrong.
        """
        try:
            return super().invoke(ctx)
        except DomainError as error:
            click.echo(str(error), err=True)
            if error.hint:
                click.echo(f"  {error.hint}", err=True)
        except DatabaseError as error:
            click.echo(_("The database does not answer as it should: %s") % error, err=True)
            click.echo(
                "  " + _("On a new machine run `duecare init` first; else see `duecare doctor`."), err=True
            )
        except (ImproperlyConfigured, OSError) as error:
            click.echo(str(error), err=True)
        ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="duecare")
@click.option(
    "--language", type=click.Choice(["zh-hans", "en"]), help="Language of what is printed. / 输出所用语言。"
)
def main(language: str | None) -> None:
    """duecare runs a work plan: what everybody owes by when.

    duecare 让工作方案运转:谁该在什么时间之前办什么。
    """
    assert booted
    translation.activate(language or settings.LANGUAGE_CODE)


for _command in (
    init,
    serve,
    web,
    clock,
    work,
    demo,
    units,
    people,
    plan,
    checklist,
    hazards,
    procedure,
    categories,
    wordings,
    roster,
    tick,
    audit,
    backup,
    restore,
    move_to_postgres,
    vault,
    open311,
    doctor,
):
    main.add_command(_command)
