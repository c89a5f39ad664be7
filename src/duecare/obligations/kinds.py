"""The registry of obligation kinds: modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is owed.

    :param key: ``reports.report``; stable, stored in rows.
    :param label: lazy text, what people call it.
    :param lapses: whether it can no longer be done after ``closes_at``.
    :param confidential: whether outsiders see only an opaque number and suppressed sums.
    :param creditor_knows: whether, of a confidential kind, the unit it is owed to may know of each one, too.
    :param url_name: view that opens the subject; it is reversed with the obligation's id.
    :param icon: name of an icon in the sprite.
    :param suspends: whether a suspended day waives or moves it. What keeps people safe is owed in snow too.
    """

    key: str
    label: Any
    url_name: str
    lapses: bool = False
    confidential: bool = False
    icon: str = "checklist"
    suspends: bool = True
    creditor_knows: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind. :raises ValueError: when another stands under its key."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"kind {kind.key} declared twice")


def get(key: str) -> Kind:
    """The kind of that key."""
    return _kinds[key]


def unsuspended() -> list[str]:
    """The keys of the kinds that no suspended day touches."""
    return [key for key in sorted(_kinds) if not _kinds[key].suspends]


def all() -> list[Kind]:  # noqa: A001 - reads as kinds.all()
    """Every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]
