"""Audiences: how a ladder names whom to tell, resolved to people only when the step fires.

Grammar: ``NAME:ARGUMENT@PLACE`` or ``NAME@PLACE``. ``post:leader@creditor`` is whoever holds a leader's post of the
creditor; places are ``debtor``, ``creditor`` and ``root``; ``post:leader@up`` climbs from the debtor's parent until
somebody is found. Other modules register further names (``on-duty``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

#: (argument, unit ids, at) -> user ids by unit id; one call for each audience and batch, a fixed number of statements.
Resolver = Callable[[str, Iterable[uuid.UUID], datetime], Mapping[uuid.UUID, list[uuid.UUID]]]

_resolvers: dict[str, Resolver] = {}


def register(name: str, resolver: Resolver) -> None:
    """Declare an audience name."""
    _resolvers[name] = resolver


def known() -> list[str]:
    """Every audience name."""
    return sorted(_resolvers)


def resolve(
    audience: str, unit_ids: Iterable[uuid.UUID], at: datetime
) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """People of the audience at ``at``, for each unit; the place after @ has already become ``unit_ids``."""
    name, _sep, argument = audience.split("@")[0].partition(":")
    return _resolvers[name](argument, unit_ids, at)
