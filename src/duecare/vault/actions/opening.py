"""Opening what is sealed."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from duecare.audit.actions import record
from duecare.vault import cipher, keyfile, sealing
from duecare.vault.models import MatterKey, UsedOpening
from duecare.vault.queries.openings import KEY, OPENED, REASON
from duecare.vault.queries.standing import private_of
from duecare.vault.rules import bonds
from duecare.vault.rules.openings import Opening, Purpose, require
from duecare.vault.rules.padding import Plain, unpad
from duecare.vault.rules.refusals import refusal


@dataclass(slots=True)
class Opened:
    """One matter, open until its opening ends. For one request, not to be kept: it holds the matter's key."""

    opening: Opening
    key: MatterKey
    _private: bytes = field(repr=False)
    _sittings: dict[bytes, bytes] = field(default_factory=dict, repr=False)

    def unseal(self, *, sealed: bytes, field: str, row: object, at: datetime) -> Plain:
        """What was sealed at this field and row of this matter, as the kind of thing it was.

        :raises NotAllowed: the opening is over.
        :raises Conflict: it belongs elsewhere, or was changed.
        """
        sealed = bytes(sealed)
        sitting = self._sitting(sealed[: sealing.HEAD_BYTES], sealing.VALUE, at)
        bond = bonds.of_value(*self._matter, field, row)
        try:
            return unpad(cipher.decrypt(sealed[sealing.HEAD_BYTES :], sitting, bond))
        except ValueError as error:
            raise refusal("not-genuine") from error

    def open_stream(self, *, source: BinaryIO, field: str, row: object, at: datetime) -> Iterator[bytes]:
        """The pieces of a sealed file, each proved before it is given; a file that was cut off fails at its end.

        :raises NotAllowed, Conflict: as :meth:`unseal`, the latter also later, at any piece.
        """
        sitting = self._sitting(source.read(sealing.HEAD_BYTES), sealing.STREAM, at)
        bond = bonds.of_stream(*self._matter, field, row)
        head = source.read(cipher.NONCE_BYTES + cipher.KEY_BYTES + cipher.TAG_BYTES)
        return sealing.pieces(source, cipher.decrypt(head, sitting, bond), bond)

    @property
    def _matter(self) -> tuple[uuid.UUID, str, uuid.UUID]:
        return self.key.id, self.key.matter_kind, self.key.matter_id

    def _sitting(self, head: bytes, kind: bytes, at: datetime) -> bytes:
        require(self.opening, at)
        if head[:1] != kind or sealing.key_id_of(head) != self.key.id:
            raise refusal("not-genuine")
        if head not in self._sittings:
            wrapped = head[-cipher.WRAPPED_BYTES :]
            self._sittings[head] = cipher.unwrap(wrapped, self._private, bonds.of_session(self.key.id))
        return self._sittings[head]


def open_matter(*, opening: Opening, at: datetime) -> Opened:
    """Open a matter. A post's opening is entered in the record once, however often it is used.

    The entry names person, post and end, and holds the reason sealed under the matter's key.

    :raises NotAllowed: the opening is over, or a post says no reason.
    :raises NotFound: the matter is forgotten.
    :raises Locked: the vault is locked.
    :raises Conflict: the matter's key was tampered with.
    """
    require(opening, at)
    found = MatterKey.objects.select_related("month_key").filter(
        matter_kind=opening.matter_kind, matter_id=opening.matter_id
    )
    if opening.purpose is not Purpose.READING:
        return _open(opening, found.first())
    with transaction.atomic():  # the row is held, so that one opening used twice at once is one entry
        opened = _open(opening, found.select_for_update(of=("self",)).first())
        _enter(opening, opened.key, at)
    return opened


def _open(opening: Opening, key: MatterKey | None) -> Opened:
    if key is None:
        raise refusal("forgotten")
    bond = bonds.of_matter(key.id, key.matter_kind, key.matter_id)
    private = cipher.unwrap(bytes(key.wrapped), private_of(key.month_key, keyfile.read()), bond)
    return Opened(opening, key, private)


def unseal(*, opening: Opening, sealed: bytes, field: str, row: object, at: datetime) -> Plain:
    """One value, see :func:`open_matter` and :meth:`Opened.unseal`."""
    return open_matter(opening=opening, at=at).unseal(sealed=sealed, field=field, row=row, at=at)


def _enter(opening: Opening, key: MatterKey, at: datetime) -> None:
    """Once: the caller holds the key's row."""
    if UsedOpening.objects.filter(opening=opening.id, key=key).exists():
        return
    UsedOpening.objects.create(opening=opening.id, key=key)
    reason = sealing.seal(key=key, field=REASON, row=opening.id, plain=opening.reason.strip())
    record(
        root=key.root_id,
        verb=OPENED,
        object_kind=KEY,
        object_id=key.id,
        at=at,
        actor=opening.user_id,
        post=opening.post_id,
        details={
            "opening": opening.id,
            "until": opening.until.isoformat(),
            "reason": base64.b64encode(reason).decode(),
        },
    )
