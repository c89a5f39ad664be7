"""Salted commitments: the details of an entry can be erased, the entry can not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Length of a salt. It is random, so that a commitment to few possible details can't be guessed.
SALT_BYTES = 16


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one byte form of some details: JSON with sorted keys and no white space, UTF-8.

    What JSON does not know (times, identifiers, lazy text) is written as its ``str``.

    :raises ValueError: for NaN and infinities.
    """
    text = json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=str
    )
    return text.encode()


def commit(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over the salt and the canonical details."""
    return hashlib.sha256(salt + body).digest()
