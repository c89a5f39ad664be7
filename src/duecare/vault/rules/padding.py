"""Padding: a sealed value tells only in which of few sizes its plain text fits.

Sizes are in bytes of UTF-8 with 5 for kind and length: 64 holds any telephone number and nearly any name (19 Chinese
characters), 256 an address (83), 1,024 and 4,096 a message; what is longer is rounded up to 4,096 more. Whether
somebody left a mobile or a landline number, a short or a long name can't be told by length. That something was left at
all can, unless the caller seals an empty value too.
"""

from __future__ import annotations

import json
import struct
from typing import Any, TypeAlias

Plain: TypeAlias = "str | bytes | dict[str, Any]"

STEPS = (64, 256, 1024, 4096)
#: Longer values are files: they go through a stream.
MOST_BYTES = 1024 * 1024
_HEAD = struct.Struct(">BI")
_BYTES, _TEXT, _JSON = range(3)


def size_of(length: int) -> int:
    """The padded size of a plain text of ``length`` bytes."""
    needed = length + _HEAD.size
    fitting = [step for step in STEPS if needed <= step]
    return fitting[0] if fitting else -(-needed // STEPS[-1]) * STEPS[-1]


def pad(plain: Plain) -> bytes:
    """The plain text as bytes of one of the sizes.

    :raises ValueError: it is longer than :data:`MOST_BYTES`, or no JSON.
    """
    if isinstance(plain, bytes):
        kind, body = _BYTES, plain
    elif isinstance(plain, str):
        kind, body = _TEXT, plain.encode()
    else:
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        kind, body = _JSON, text.encode()
    if len(body) > MOST_BYTES:
        raise ValueError("too long")
    return (_HEAD.pack(kind, len(body)) + body).ljust(size_of(len(body)), b"\0")


def unpad(padded: bytes) -> Plain:
    """What :func:`pad` was given, of the same kind. :raises ValueError: it was not made by :func:`pad`."""
    if len(padded) < _HEAD.size:
        raise ValueError("too short")
    kind, length = _HEAD.unpack_from(padded)
    body, rest = padded[_HEAD.size : _HEAD.size + length], padded[_HEAD.size + length :]
    if len(body) != length or len(padded) != size_of(length) or rest.strip(b"\0") or kind > _JSON:
        raise ValueError("not padded by us")
    if kind == _BYTES:
        return body
    return body.decode() if kind == _TEXT else dict(json.loads(body))
