"""Makes the demo's district: the example organisation and the example plan, by the actions people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from duecare.audit import keyfiles as keys
from duecare.core.errors import Conflict
from duecare.demo.cases import take_up
from duecare.demo.clockface import BEGIN, standing_still
from duecare.demo.driver import DAY_A_MINUTE, advance
from duecare.demo.living import step_from
from duecare.demo.models import Mark
from duecare.demo.places import furnish
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans

#: What has already happened when a visitor first looks: three days, until shortly before a school falls silent.
ALREADY = timedelta(days=3, hours=8)


def examples() -> Path:
    """The folder of examples: inside an installed program, beside ``src`` in a checkout."""
    package = Path(str(files("duecare")))
    installed = package / "examples"
    return installed if installed.is_dir() else package.parent.parent / "examples"


def prepare(progress: Callable[[str], object]) -> None:
    """Make the database and the district where they are missing; what is there stays.

    :raises Conflict: when the database is not the demo's.
    """
    tables = connection.introspection.table_names()
    if tables and "demo_mark" not in tables:
        raise Conflict(
            "not-the-demo",
            _("%(home)s holds a deployment that is not the demo; it is left alone."),
            home=settings.HOME,
        )
    keys.make(settings.HOME)
    call_command("migrate", interactive=False, verbosity=0)
    mark = Mark.objects.first() or _found(progress)
    if mark.at < BEGIN + ALREADY:
        live_through(mark, progress)


@transaction.atomic
def _found(progress: Callable[[str], object]) -> Mark:
    """The district and its plan, whole or not at all."""
    with standing_still(BEGIN):
        progress(_("Making a school district of 20 units …"))
        orgs.import_workbook(
            examples() / "organisation/school-district/units.xlsx",
            root_code="QY",
            by=SYSTEM,
            at=BEGIN,
            dry_run=False,
        )
        furnish(BEGIN)
        take_up(BEGIN)
        progress(_("Putting its winter plan in force …"))
        plans.apply_file(examples() / "plans/school-district-winter.yaml", by=SYSTEM, at=BEGIN)
    return Mark.objects.create(at=BEGIN, pace=0)


def live_through(mark: Mark, progress: Callable[[str], object]) -> None:
    """Let the first days happen, a line for each, then run on at a day a minute."""
    at, end = mark.at, BEGIN + ALREADY
    day = None
    while at < end:
        later = step_from(at, timedelta(minutes=15))
        if later.date() != day:
            day = later.date()
            progress(_("Living through %s …") % day)
        advance(at, later)
        at = later
    Mark.objects.filter(id=1).update(pace=DAY_A_MINUTE)
