"""Forgetting what has been kept long enough."""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from duecare.audit.actions import erase, record
from duecare.core.errors import DomainError
from duecare.orgs.models import Unit
from duecare.vault import keyfile
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.openings import KEY
from duecare.vault.queries.standing import require_same
from duecare.vault.rules import months
from duecare.vault.rules.refusals import refusal

log = logging.getLogger("duecare.vault")

MONTH = "vault_month"
#: Few at a time: on SQLite everybody else waits for as long as one batch is written.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Expired:
    """What was forgotten.

    :param matters: how many keys of matters were deleted.
    :param months: whose private keys are gone from the key file.
    :param left: why the private keys of ended months are still in the key file; they are tried again the next time.
    :param scrubbed: whether SQLite no longer holds the deleted bytes in pages or log; see :func:`scrub`.
    """

    matters: int
    months: tuple[date, ...]
    left: DomainError | None = None
    scrubbed: bool = True


def expire(*, at: datetime) -> Expired:
    """Forget every month that has ended. Killed half-way, the next run finishes it; twice at once is harmless.

    First the wrapped keys of matters go from the database, then the private keys from the key file, then the months are
    marked as forgotten. The first works without the key file.

    :raises OSError: the key file can't be written.
    """
    ended = [
        each
        for each in MonthKey.objects.standing().order_by("month", "generation")
        if months.has_ended(each.month, at, settings.TIME_ZONE)
    ]
    if not ended:
        return Expired(0, ())
    matters = _delete_matters(ended, at)
    scrubbed = scrub()
    try:
        gone = _forget_private(ended, at)
    except DomainError as locked:
        log.warning("private keys of ended months stay in the key file: %s", locked.code)
        return Expired(matters, (), locked, scrubbed)
    return Expired(matters, gone, scrubbed=scrubbed)


def forget_month(*, month: date, at: datetime) -> Expired:
    """Forget one month, and those before it: none is kept longer than the one after it.

    :raises Conflict: it has not ended.
    :raises Locked: the key file is not there; the keys of matters are deleted all the same.
    :raises OSError: the key file can't be written.
    """
    if not months.has_ended(months.month_of(month), at, settings.TIME_ZONE):
        raise refusal("month-not-over", month=months.written(month))
    expired = expire(at=at)
    if expired.left:
        raise expired.left
    return expired


def _delete_matters(ended: list[MonthKey], at: datetime) -> int:
    ids = [each.id for each in ended]
    # Whoever is wrapping for one of them holds it until they are done.
    MonthKey.objects.filter(id__in=ids, retired_at=None).update(retired_at=at)
    total = 0
    while count := _delete_some(ids, at):
        total += count
    return total


@transaction.atomic
def _delete_some(month_keys: list[uuid.UUID], at: datetime) -> int:
    """A batch of matters with what the record says of their openings. :returns: how many there were."""
    found = MatterKey.objects.filter(month_key__in=month_keys).select_for_update(of=("self",))
    rows = list(found.order_by("id").values_list("id", "root_id", "month_key__month")[:_BATCH])
    by_root: dict[tuple[uuid.UUID, date], list[uuid.UUID]] = defaultdict(list)
    for key_id, root, month in rows:
        by_root[root, month].append(key_id)
    for (root, month), ids in by_root.items():
        erase(root=root, object_kind=KEY, object_ids=ids, at=at)
        _record(root, month, at, {"matters": len(ids)})
    MatterKey.objects.filter(id__in=[key_id for key_id, _root, _month in rows]).delete()
    return len(rows)


def _forget_private(ended: list[MonthKey], at: datetime) -> tuple[date, ...]:
    with keyfile.held() as file:
        keys = keyfile.read(file)
        require_same(keys, MonthKey.objects.standing())
        over = {place for place in keys if months.has_ended(place[0], at, settings.TIME_ZONE)}
        if over:
            keyfile.replace(file, {place: key for place, key in keys.items() if place not in over})
        with transaction.atomic():
            MonthKey.objects.standing().filter(id__in=[e.id for e in ended]).update(forgotten_at=at)
            gone = sorted({each.month for each in ended})
            for root in Unit.objects.filter(parent=None).values_list("id", flat=True):
                for month in gone:
                    _record(root, month, at, {"private": "destroyed"})
    return tuple(gone)


def _record(root: uuid.UUID, month: date, at: datetime, details: dict[str, object]) -> None:
    record(
        root=root,
        verb="vault.forgotten",
        object_kind=MONTH,
        object_id=months.written(month),
        at=at,
        actor=None,
        post=None,
        details=details,
    )


def scrub() -> bool:
    """Bring SQLite to overwrite what was deleted in its log too.

    It has zeroed the pages already (``secure_delete``), yet its log holds them as they were until it is moved into the
    database. It can't be while somebody reads; then the next run does it. PostgreSQL overwrites deleted rows when it
    needs their room and not before, also after VACUUM: there destruction rests on the key file alone, and so it does in
    every backup of the data.

    :returns: whether nothing is left to be done.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
