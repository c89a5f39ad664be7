"""Making, ending and finding keys of programs."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from duecare.api.models import IntakeKey
from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotFound
from duecare.core.ids import random_token
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.web import rows

_BITS = 160
_LONGEST = 80


@transaction.atomic
def make_key(*, root: Unit, program: str, by: Actor, at: datetime) -> tuple[IntakeKey, str]:
    """A key for one program to bring cases to one body; the key itself is shown once.

    :raises BadInput: the program has no name, or the unit is no root.
    """
    program = " ".join(program.split())[:_LONGEST]
    if not program:
        raise BadInput("program-missing", _("Say which program it is for."), where="program")
    if root.parent_id is not None:
        raise BadInput("not-a-body", _("A key is for a whole organisation."), where="root")
    plain = random_token(_BITS)
    key = IntakeKey.objects.create(root=root, digest=_digest(plain), program=program, made_at=at)
    _record(key, "api.key-made", by, at)
    return key, plain


@transaction.atomic
def end_key(*, key_id: uuid.UUID, by: Actor, at: datetime) -> IntakeKey:
    """Let a key open nothing from now on. Twice is once. :raises NotFound: there is none."""
    key = IntakeKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise NotFound("no-key", _("There is no such key."))
    if key.ended_at is None:
        key.ended_at = at
        key.save(update_fields=["ended_at"])
        _record(key, "api.key-ended", by, at)
    return key


def find_key(plain: str) -> IntakeKey | None:
    """The standing key that somebody shows; None for a wrong or an ended one. One statement."""
    found = _shown(_digest(plain.strip().lower()))
    if not found:
        return None
    key = rows.made(IntakeKey, found[0][:_WIDTH])
    key.root = rows.made(Unit, found[0][_WIDTH:])
    return key if key.ended_at is None else None


_WIDTH = len(IntakeKey._meta.concrete_fields)
_shown = rows.Ready(
    lambda digest: IntakeKey.objects.select_related("root").filter(digest=digest), "the digest of a key"
)


def _digest(plain: str) -> str:
    return salted_hmac("duecare.api.intake", plain, algorithm="sha256").hexdigest()


def _record(key: IntakeKey, verb: str, by: Actor, at: datetime) -> None:
    record(
        root=key.root_id, verb=verb, object_kind="api-key", object_id=key.id, at=at, actor=by.user_id, post=None,
        details={"program": key.program},
    )  # fmt: skip
