"""Commitments and the RFC 6962 tree hash: pure."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any


def new_salt() -> bytes:
    """Sixteen random bytes, so that a commitment to few possible details can't be guessed."""
    return secrets.token_bytes(16)


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one byte form of some details: JSON with sorted keys and no white space, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def commit(salt: bytes, body: Mapping[str, Any]) -> bytes:
    """SHA-256 over the salt and the canonical details."""
    return hashlib.sha256(salt + canonical(body)).digest()
