"""Sealing: needs public keys only, and works while the vault is locked.

A sealed value is: one byte for the format, the key's id (16), the key of the sitting wrapped for the matter (80), the
nonce (12), cipher text of the padded value, tag (16). Values sealed by one :class:`Sealer` share the key of a sitting;
so a form with ten fields costs one exchange of keys and not ten.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import BinaryIO

from duecare.vault import cipher
from duecare.vault.models import MatterKey
from duecare.vault.rules import bonds, padding
from duecare.vault.rules.refusals import refusal

VALUE, STREAM = b"\x01", b"\x02"
HEAD_BYTES = 1 + 16 + cipher.WRAPPED_BYTES
#: Plain bytes of one piece of a file.
PIECE = 64 * 1024


class Sealer:
    """Seals values of one matter, for one act. Not to be kept: its key would live as long."""

    def __init__(self, key: MatterKey) -> None:
        self._matter = (key.id, key.matter_kind, key.matter_id)
        self._key = cipher.new_key()
        wrapped = cipher.wrap(self._key, bytes(key.public), bonds.of_session(key.id))
        self._head = key.id.bytes + wrapped

    def seal(self, *, field: str, row: object, plain: padding.Plain) -> bytes:
        """The value as it may be stored, readable only at this field and row of this matter.

        :param row: the row's id, which is written as its ``str``; it has one before it is sealed.
        :raises BadInput: it is longer than a mebibyte.
        """
        try:
            padded = padding.pad(plain)
        except ValueError as error:
            raise refusal("too-long") from error
        return (
            VALUE + self._head + cipher.encrypt(padded, self._key, bonds.of_value(*self._matter, field, row))
        )

    def seal_stream(self, *, field: str, row: object, source: BinaryIO, target: BinaryIO) -> None:
        """Seal a file piece by piece; its length to the byte can be told afterwards.

        Each piece is numbered and the last one marked (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
        Vizár, 2015), so that none can be left out, repeated, moved or cut off. A key of its own lets the number be the
        nonce.
        """
        bond, key = bonds.of_stream(*self._matter, field, row), cipher.new_key()
        target.write(STREAM + self._head + cipher.encrypt(key, self._key, bond))
        piece, number = source.read(PIECE), 0
        while True:
            following = source.read(PIECE) if len(piece) == PIECE else b""
            target.write(cipher.encrypt_with(nonce_of(number, not following), piece, key, bond))
            if not following:
                return
            piece, number = following, number + 1


def seal(*, key: MatterKey, field: str, row: object, plain: padding.Plain) -> bytes:
    """Seal one value, see :meth:`Sealer.seal`."""
    return Sealer(key).seal(field=field, row=row, plain=plain)


def key_id_of(sealed: bytes) -> uuid.UUID:
    """Under which key it was sealed. :raises Conflict: it is no sealed value."""
    if len(sealed) < HEAD_BYTES or sealed[:1] not in (VALUE, STREAM):
        raise refusal("not-genuine")
    return uuid.UUID(bytes=sealed[1:17])


def nonce_of(number: int, last: bool) -> bytes:
    """The nonce of a file's piece."""
    return number.to_bytes(cipher.NONCE_BYTES - 1, "big") + bytes([last])


def pieces(source: BinaryIO, key: bytes, bond: bytes) -> Iterator[bytes]:
    """The pieces of a sealed file behind its head, each proved before it is given.

    :raises Conflict: at the first that is not genuine, or at the end of a file that was cut off.
    """
    sealed, number = source.read(PIECE + cipher.TAG_BYTES), 0
    while True:
        following = source.read(PIECE + cipher.TAG_BYTES)
        yield cipher.decrypt_with(nonce_of(number, not following), sealed, key, bond)
        if not following:
            return
        sealed, number = following, number + 1
