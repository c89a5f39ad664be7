"""A signed head as one line of text, to be mailed, printed and pasted back.

``duecare-head-1.ROOT.SIZE.TIME.HASH.KEY.SIGNATURE``: the root unit's id and the key's in hexadecimal, the time in UTC
as ``20270305T073100Z``, the tree's hash and the Ed25519 signature (RFC 8032) in base64url without padding. What is
signed is the text up to the signature. There is no white space in it, so a line that a mail program broke or
quoted can still be read.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

MARK = "duecare-head-1"
_TIME = "%Y%m%dT%H%M%SZ"
_HEAD = re.compile(
    rf"{MARK}\.([0-9a-f]{{32}})\.(\d{{1,15}})\.(\d{{8}}T\d{{6}}Z)\.([\w-]{{43}})\.([0-9a-f]{{16}})\.([\w-]{{86}})",
    re.ASCII,
)
_FILLING = re.compile(r"[\s>]+")


class NoHead(ValueError):  # noqa: N818 - what is the matter
    """A text without a head."""


class BrokenHead(ValueError):  # noqa: N818 - what is the matter
    """A head that was cut short or damaged."""


@dataclass(frozen=True, slots=True)
class Head:
    """The record of one root held ``size`` entries with this hash at that time (UTC, whole seconds).

    :param key: which key signed it: the first 8 bytes of SHA-256 of its public key, in hexadecimal.
    """

    root: uuid.UUID
    size: int
    at: datetime
    root_hash: bytes
    key: str
    signature: bytes = b""

    def signed(self) -> bytes:
        """The bytes that the signature covers."""
        at = self.at.astimezone(UTC).strftime(_TIME)
        return f"{MARK}.{self.root.hex}.{self.size}.{at}.{_text(self.root_hash)}.{self.key}".encode()

    def __str__(self) -> str:
        return f"{self.signed().decode()}.{_text(self.signature)}"


def in_text(text: str) -> list[Head]:
    """Every head in a text, such as a whole mail.

    :raises NoHead: when there is none.
    :raises BrokenHead: when one is cut short or damaged.
    """
    packed = _FILLING.sub("", text)
    found = _HEAD.findall(packed)
    if len(found) != packed.count(f"{MARK}."):
        raise BrokenHead(text)
    if not found:
        raise NoHead(text)
    return [_read(*parts) for parts in found]


def _read(root: str, size: str, at: str, root_hash: str, key: str, signature: str) -> Head:
    try:
        when = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
        return Head(uuid.UUID(root), int(size), when, _bytes(root_hash), key, _bytes(signature))
    except (ValueError, binascii.Error) as error:
        raise BrokenHead(str(error)) from error


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
