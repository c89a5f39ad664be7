"""Which private keys the key file has for the public ones that stand."""

from __future__ import annotations

from collections.abc import Iterable

from duecare.vault import cipher
from duecare.vault.keyfile import Keys
from duecare.vault.models import MonthKey
from duecare.vault.rules import months
from duecare.vault.rules.refusals import refusal


def private_of(month_key: MonthKey, keys: Keys) -> bytes:
    """The private half of a month's key.

    :raises Locked: the key file lacks it, or has another in its place.
    """
    private = keys.get((month_key.month, month_key.generation))
    if private is None:
        raise refusal("without-month", month=months.written(month_key.month))
    if cipher.public_of(private) != bytes(month_key.public):
        raise refusal("other-keys", month=months.written(month_key.month))
    return private


def mismatched(keys: Keys, month_keys: Iterable[MonthKey]) -> list[MonthKey]:
    """Those of which the key file has another private half: it is the wrong file, or a row was replaced."""
    return [
        each
        for each in month_keys
        if (private := keys.get((each.month, each.generation))) is not None
        and cipher.public_of(private) != bytes(each.public)
    ]


def require_same(keys: Keys, month_keys: Iterable[MonthKey]) -> None:
    """:raises Locked: the key file is another database's. Nobody writes to it then."""
    if wrong := mismatched(keys, month_keys):
        raise refusal("other-keys", month=", ".join(months.written(each.month) for each in wrong[:3]))
