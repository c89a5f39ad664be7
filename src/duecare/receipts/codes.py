"""Keyed hashes of codes: whoever has the database alone can't try codes against it."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def digest_of(code: str) -> str:
    """The hash of a tidy code under the deployment's secret, in hex."""
    return hmac.new(settings.SECRET_KEY.encode(), b"receipts\0" + code.encode(), hashlib.sha256).hexdigest()
