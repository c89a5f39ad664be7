"""One transaction for what belongs together."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def together() -> AbstractContextManager[None]:
    """The caller's transaction where there is one, else a new one.

    No savepoint, which would be two statements more in every filing: each action here checks everything before it
    writes anything, so a refusal leaves nothing to undo.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()
