"""Identifiers: ordered ones for rows, random ones for what the public can see."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils.compat

TOKEN_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # noqa: S105 - an alphabet, no secret
"""Crockford's base 32 in lower case: no i, l, o, u, so a token survives being read aloud."""

_BITS_PER_CHARACTER = 5


def uuid7() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562), ordered by the machine's clock.

    Made from the machine's own time also under an installed clock: a simulated past must not
    sort a new row before an old one. Shows when it was made, so never where the public looks.
    """
    return uuid_utils.compat.uuid7()


def random_token(bits: int) -> str:
    """Return at least `bits` random bits from the system's source, in `TOKEN_ALPHABET`.

    :param bits: 1 or more; five to a character, so 100 bits are 20 characters.
    :raises ValueError: `bits` is less than 1.
    """
    if bits < 1:
        raise ValueError("a token needs at least one bit")
    length = -(-bits // _BITS_PER_CHARACTER)
    return "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(length))
