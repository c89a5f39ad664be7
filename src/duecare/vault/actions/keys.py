"""Keys of matters: made, found, kept longer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from duecare.audit.actions import record
from duecare.orgs.rules import Actor, HeldPost
from duecare.vault import cipher, keyfile
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.openings import KEY
from duecare.vault.queries.standing import private_of
from duecare.vault.rules import bonds, months
from duecare.vault.rules.refusals import refusal
from duecare.web import rows


def make_key(
    *, matter_kind: str, matter_id: uuid.UUID, root: uuid.UUID, month: date, at: datetime
) -> MatterKey:
    """The key of a new matter, wrapped for the month until whose end it is kept. Needs no key file.

    :param matter_kind: module and noun, ``cases.identity``; at most 40 characters. A matter may have several kinds,
        each with a key of its own, to be opened apart.
    :param month: any day of the month.
    :raises Conflict: the month is over.
    :raises Locked: no key was made ahead for it.
    """
    (key,) = make_keys(matter_kinds=[matter_kind], matter_id=matter_id, root=root, month=month, at=at)
    return key


@transaction.atomic(savepoint=False)
def make_keys(
    *, matter_kinds: Sequence[str], matter_id: uuid.UUID, root: uuid.UUID, month: date, at: datetime
) -> list[MatterKey]:
    """The same for several kinds of one matter, in their order, in two statements."""
    keys = new_keys(
        matter_kinds=matter_kinds, matter_id=matter_id, root=root, month_key=hold_month(month=month, at=at)
    )
    rows.insert(*keys)
    return keys


def hold_month(*, month: date, at: datetime) -> MonthKey:
    """The key of the month with that day, which nobody retires before the caller's transaction ends. One statement.

    :raises Conflict: the month is over. :raises Locked: no key was made ahead for it.
    """
    return _held_month(months.month_of(month), at)


def new_keys(
    *, matter_kinds: Sequence[str], matter_id: uuid.UUID, root: uuid.UUID, month_key: MonthKey
) -> list[MatterKey]:
    """Keys of a new matter, to seal with; the caller inserts them, in the transaction that holds the month."""
    return [_new_key(kind, matter_id, root, month_key) for kind in matter_kinds]


def _new_key(matter_kind: str, matter_id: uuid.UUID, root: uuid.UUID, month_key: MonthKey) -> MatterKey:
    private, key_id = cipher.new_key(), uuid.uuid4()
    bond = bonds.of_matter(key_id, matter_kind, matter_id)
    return MatterKey(
        id=key_id,
        matter_kind=matter_kind,
        matter_id=matter_id,
        root_id=root,
        month_key=month_key,
        public=cipher.public_of(private),
        wrapped=cipher.wrap(private, bytes(month_key.public), bond),
    )


def key_of(*, matter_kind: str, matter_id: uuid.UUID) -> MatterKey:
    """The key to seal more for a matter. :raises NotFound: the matter is forgotten, or never had one."""
    key = MatterKey.objects.filter(matter_kind=matter_kind, matter_id=matter_id).first()
    if key is None:
        raise refusal("forgotten")
    return key


@transaction.atomic
def rewrap(
    *, key: MatterKey, month: date, by: Actor, at: datetime, post: HeldPost | None = None
) -> MatterKey:
    """Keep a matter until the end of a later month, as an appeal needs it. The key file has to be there.

    :param key: as read before; what stands now is changed and returned.
    :raises Conflict: the month is not later than the one it has.
    :raises NotFound: it is forgotten meanwhile.
    :raises Locked: the vault is locked, or no key was made ahead for the month.
    """
    later = _held_month(months.month_of(month), at)
    held = (
        MatterKey.objects.select_for_update(of=("self",))
        .filter(id=key.id)
        .select_related("month_key")
        .first()
    )
    if held is None:
        raise refusal("forgotten")
    kept = held.month_key.month
    if later.month <= kept:
        raise refusal("not-later", kept=months.written(kept), month=months.written(later.month))
    wrap_anew(held, later, keyfile.read())
    record(
        root=held.root_id,
        verb="vault.rewrapped",
        object_kind=KEY,
        object_id=held.id,
        at=at,
        actor=by.user_id,
        post=post.post_id if post else None,
        details={"from": months.written(kept), "until": months.written(later.month)},
    )
    return held


def wrap_anew(key: MatterKey, month_key: MonthKey, keys: keyfile.Keys) -> None:
    """Wrap a matter's key, which the caller holds, for another key of a month.

    :raises Locked: the key file lacks the key it is wrapped for. :raises Conflict: the row was tampered with.
    """
    bond = bonds.of_matter(key.id, key.matter_kind, key.matter_id)
    private = cipher.unwrap(bytes(key.wrapped), private_of(key.month_key, keys), bond)
    key.wrapped = cipher.wrap(private, bytes(month_key.public), bond)
    key.month_key = month_key
    key.save(update_fields=["wrapped", "month_key"])


def _held_month(month: date, at: datetime) -> MonthKey:
    """The month's current key, which nobody retires before this transaction ends.

    Many may hold it at once: PostgreSQL locks the row for sharing; SQLite lets one write at a time anyway.
    """
    if months.has_ended(month, at, settings.TIME_ZONE):
        raise refusal("month-over", month=months.written(month))
    # One that was retired while we waited is left out, and its successor not yet seen: look again.
    found = _current(month) or _current(month)
    if not found:
        raise refusal("no-month", month=months.written(month))
    return rows.made(MonthKey, found[0])


_current = rows.Ready(
    lambda month: MonthKey.objects.current().filter(month=month), date(1970, 1, 1), behind=" FOR SHARE"
)
