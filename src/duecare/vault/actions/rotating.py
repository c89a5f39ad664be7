"""Replacing every private key, as after a key file was lost or copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from duecare.audit.actions import record
from duecare.orgs.models import Unit
from duecare.vault import cipher, keyfile
from duecare.vault.actions.forgetting import scrub
from duecare.vault.actions.keys import wrap_anew
from duecare.vault.actions.preparing import publish
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.standing import require_same
from duecare.vault.rules import months
from duecare.vault.rules.refusals import refusal

#: Few at a time: on SQLite everybody else waits for as long as one batch is written.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was replaced.

    :param months: how many keys of months were replaced and destroyed.
    :param matters: how many keys of matters were wrapped for the new ones.
    :param resumed: whether this finished a rotation that had been broken off, and began none.
    """

    months: int
    matters: int
    resumed: bool


def rotate(*, at: datetime, lost: bool = False) -> Rotated:
    """Give each month that has not ended a new key pair, wrap every matter for it, and forget the old one.

    The key file holds old and new until the last matter is wrapped anew, so that everything opens at any moment, also
    after a kill; the next call then finishes. Taking in goes on meanwhile.

    :param lost: private keys that the key file lacks, all of them when there is no key file, are lost for good: what
        was sealed under them stays unreadable until its time is over, and what comes from now on can be read.
    :raises Locked: the key file is another database's, or lacks what is not declared lost; nothing is changed.
    :raises OSError: the key file can't be written.
    """
    with keyfile.held() as file:
        keys = {} if lost and not file.exists() else keyfile.read(file)
        require_same(keys, MonthKey.objects.standing())
        gone = _give_up(keys, at) if lost else _require_whole(keys, at)
        resumed = MonthKey.objects.replaced().exists()
        if not resumed:
            keys = _begin(file, keys, at)
        matters = _wrap_all(keys)
        count = _finish(file, keys, at, matters=matters, lost=gone)
    scrub()
    return Rotated(count, matters, resumed)


def _absent(keys: keyfile.Keys, at: datetime) -> list[MonthKey]:
    """Those of months to come that the key file lacks and nobody has declared lost."""
    return [
        each
        for each in MonthKey.objects.needed().order_by("month", "generation")
        if (each.month, each.generation) not in keys
        and not months.has_ended(each.month, at, settings.TIME_ZONE)
    ]


def _require_whole(keys: keyfile.Keys, at: datetime) -> int:
    """:raises Locked: the key file lacks something. It is put back first, or declared lost."""
    if absent := _absent(keys, at):
        raise refusal("without-month", month=months.written(absent[0].month))
    return 0


def _give_up(keys: keyfile.Keys, at: datetime) -> int:
    absent = [each.id for each in _absent(keys, at)]
    return MonthKey.objects.filter(id__in=absent).update(lost_at=at)


def _begin(file: Path, keys: keyfile.Keys, at: datetime) -> keyfile.Keys:
    """New keys on disk first, then in the database."""
    old = [
        each
        for each in MonthKey.objects.current()
        if not months.has_ended(each.month, at, settings.TIME_ZONE)
    ]
    # What a killed rotation wrote and never used is as good as new.
    made = {
        place: keys.get(place) or cipher.new_key()
        for place in [(each.month, each.generation + 1) for each in old]
    }
    keys = keys | made
    keyfile.replace(file, keys)
    with transaction.atomic():
        MonthKey.objects.filter(id__in=[each.id for each in old]).update(retired_at=at)
        publish(list(made), keys, at)
    return keys


def _wrap_all(keys: keyfile.Keys) -> int:
    total = 0
    while count := _wrap_some(keys):
        total += count
    return total


@transaction.atomic
def _wrap_some(keys: keyfile.Keys) -> int:
    successors = {each.month: each for each in MonthKey.objects.current()}
    old = MonthKey.objects.replaced().values("id")
    found = MatterKey.objects.filter(month_key__in=old).select_related("month_key").order_by("id")
    rows = list(found.select_for_update(of=("self",))[:_BATCH])
    for key in rows:
        wrap_anew(key, successors[key.month_key.month], keys)
    return len(rows)


def _finish(file: Path, keys: keyfile.Keys, at: datetime, *, matters: int, lost: int) -> int:
    old = list(MonthKey.objects.replaced())
    gone = {(each.month, each.generation) for each in old}
    keyfile.replace(file, {place: key for place, key in keys.items() if place not in gone})
    with transaction.atomic():
        MonthKey.objects.filter(id__in=[each.id for each in old]).update(forgotten_at=at)
        for root in Unit.objects.filter(parent=None).values_list("id", flat=True):
            record(
                root=root,
                verb="vault.rotated",
                object_kind="vault",
                object_id="",
                at=at,
                actor=None,
                post=None,
                details={"months": len(old), "matters": matters, "lost": lost},
            )
    return len(old)
