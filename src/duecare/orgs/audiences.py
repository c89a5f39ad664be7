"""Audiences: how a ladder names whom to tell, resolved to people only when the step fires.

Grammar: ``NAME:ARGUMENT@PLACE`` or ``NAME@PLACE``. ``post:leader@creditor`` is whoever holds a leader's post of the
creditor; places are ``debtor``, ``creditor`` and ``root``; ``post:leader@up`` climbs from the debtor's parent until
somebody is found. Other modules register further names (``on-duty``). ``site`` is another name
of the debtor: where it happens.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

#: (argument, unit ids, at) -> user ids by unit id; one call for each audience and batch, a fixed number of statements.
Resolver = Callable[[str, Iterable[uuid.UUID], datetime], Mapping[uuid.UUID, list[uuid.UUID]]]
#: unit ids -> for each, the levels above it, nearest first; a level is the unit there and its offices.
Levels = Callable[[Iterable[uuid.UUID]], Mapping[uuid.UUID, list[list[uuid.UUID]]]]

PLACES = ("debtor", "creditor", "root", "up", "site")

_resolvers: dict[str, Resolver] = {}
_levels: list[Levels] = []


def register(name: str, resolver: Resolver) -> None:
    """Declare an audience name."""
    _resolvers[name] = resolver


def climb_by(levels: Levels) -> None:
    """Declare how ``up`` finds the levels above a unit."""
    _levels[:] = [levels]


def known() -> list[str]:
    """Every audience name."""
    return sorted(_resolvers)


def resolve(
    audience: str, unit_ids: Iterable[uuid.UUID], at: datetime
) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """People of the audience at ``at``, for each unit.

    :param unit_ids: what the place after @ has become; for ``up`` the debtors, from whose parents it climbs.
    :returns: user ids by the unit id that was given; a unit with nobody may be left out.
    """
    spec, _sep, place = audience.partition("@")
    name, _sep, argument = spec.partition(":")
    if place == "up":
        return _climb(_resolvers[name], argument, unit_ids, at)
    return _resolvers[name](argument, unit_ids, at)


def _climb(
    resolver: Resolver, argument: str, unit_ids: Iterable[uuid.UUID], at: datetime
) -> dict[uuid.UUID, list[uuid.UUID]]:
    above = _levels[0](unit_ids)
    found = resolver(argument, {u for levels in above.values() for level in levels for u in level}, at)
    answer = {}
    for unit_id, levels in above.items():
        for level in levels:
            people = [person for u in level for person in found.get(u, ())]
            if people:
                answer[unit_id] = list(dict.fromkeys(people))
                break
    return answer
