"""The state of the vault, for ``duecare vault doctor``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from duecare.core.errors import DomainError
from duecare.vault import keyfile
from duecare.vault.models import KeyBackup, MatterKey, MonthKey
from duecare.vault.queries.standing import mismatched
from duecare.vault.rules import months

#: How many copies of the key file may stand, and for how long each (design §3).
MOST_BACKUPS = 2
BACKUP_KEPT = timedelta(days=30)
#: Fewer months of keys ahead than this have to be mended: cases are kept for two years and more.
FEWEST_AHEAD = 24


@dataclass(frozen=True, slots=True)
class Condition:
    """What was found. Months are first days, in the order of time.

    :param matters: how many matters have a key.
    :param locked: why nothing can be opened; None when the key file is good.
    :param wrong: months whose private key does not match the public one.
    :param absent: months whose private key is not in the key file and should be.
    :param through: the last month for which keys were made; None when there is none.
    :param short: fewer than :data:`FEWEST_AHEAD` months are ahead.
    :param past: months that have ended and are not forgotten, in key file or database.
    :param unfinished: how many keys of a rotation still wait to be replaced.
    :param backups: copies that stand, oldest first; ``overdue``: those older than 30 days.
    :param lingering: forgotten months that a standing copy still holds: their destruction is not complete.
    """

    matters: int
    locked: DomainError | None
    wrong: tuple[date, ...]
    absent: tuple[date, ...]
    through: date | None
    short: bool
    past: tuple[date, ...]
    unfinished: int
    backups: tuple[KeyBackup, ...]
    overdue: tuple[KeyBackup, ...]
    lingering: tuple[date, ...]


def condition(*, at: datetime) -> Condition:
    """Look at key file and database. Writes nothing."""
    zone = settings.TIME_ZONE
    locked: DomainError | None = None
    keys: keyfile.Keys = {}
    try:
        keys = keyfile.read()
    except DomainError as error:
        locked = error
    standing = list(MonthKey.objects.standing().order_by("month", "generation"))
    over = {each.month for each in standing if months.has_ended(each.month, at, zone)}
    over |= {month for month, _generation in keys if months.has_ended(month, at, zone)}
    current = [each.month for each in standing if each.retired_at is None]
    backups = list(KeyBackup.objects.filter(destroyed_at=None).order_by("made_at", "id"))
    return Condition(
        matters=MatterKey.objects.count(),
        locked=locked,
        wrong=_months(each.month for each in mismatched(keys, standing)),
        absent=_months(
            each.month
            for each in MonthKey.objects.needed()
            if not locked and each.month not in over and (each.month, each.generation) not in keys
        ),
        through=max(current, default=None),
        short=max(current, default=date.min) < months.after(months.current(at, zone), FEWEST_AHEAD),
        past=_months(over),
        unfinished=MonthKey.objects.replaced().count(),
        backups=tuple(backups),
        overdue=tuple(each for each in backups if at - each.made_at > BACKUP_KEPT),
        lingering=_lingering(backups),
    )


def destroyed_at(*, month: date) -> datetime | None:
    """When a month's keys were gone from key file and every known copy; None while they are not.

    A copy counts that was made before the key file was rewritten.
    """
    found = MonthKey.objects.filter(month=months.month_of(month))
    if not found or any(each.forgotten_at is None for each in found):
        return None
    last = max(each.forgotten_at for each in found if each.forgotten_at)
    copies = KeyBackup.objects.filter(made_at__lt=last)
    if copies.filter(destroyed_at=None).exists():
        return None
    gone = copies.filter(destroyed_at__gt=last).order_by("-destroyed_at").first()
    return gone.destroyed_at if gone else last


def _lingering(backups: list[KeyBackup]) -> tuple[date, ...]:
    if not backups:
        return ()
    found = MonthKey.objects.filter(forgotten_at__gt=backups[0].made_at)
    return _months(found.values_list("month", flat=True))


def _months(found: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(found)))
