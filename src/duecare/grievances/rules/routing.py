"""Which unit takes a case: never one that it is about or one below that, and the next above when nobody can.

A unit's place is the tuple of unit keys from the root down to it; its level is the tuple's length. Above the root there
is no unit: there the body takes the case that the plan names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

UnitPath = tuple[str, ...]


class Climbed(StrEnum):
    """Why a case did not stay at a level: codes for the record and for the owner's page."""

    CONCERNED = "concerned"
    NOBODY = "nobody"
    NOT_THIS_CATEGORY = "not-this-category"
    ALL_RECUSED = "all-recused"


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that takes cases.

    :param unit: its own place.
    :param acts_for: the unit for which it acts: itself, or for an office the unit it is an organ of.
    :param actors: opaque keys of those who are there to take a case now, deputies among them.
    :param categories: keys of the categories it takes; empty for all.
    """

    unit: UnitPath
    acts_for: UnitPath
    actors: frozenset[str]
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a case goes.

    :param holder: the unit that takes it; None when it goes to the body named in the plan.
    :param climbed: the levels that it passed on its way up, nearest first, each with the reason.
    """

    holder: Holder | None
    climbed: tuple[tuple[UnitPath, Climbed], ...]

    @property
    def level(self) -> int:
        """The level of whoever takes it; 0 for the body named in the plan."""
        return len(self.holder.acts_for) if self.holder else 0


def is_within(unit: UnitPath, above: UnitPath) -> bool:
    """Whether a unit is the other one or below it."""
    return unit[: len(above)] == above


def route(
    holders: Sequence[Holder],
    *,
    category: str,
    concerned: Iterable[UnitPath] = (),
    place: UnitPath | None = None,
    received: UnitPath = (),
    recused: frozenset[str] = frozenset(),
) -> Routed:
    """The unit that takes a case, and why none nearer does.

    :param concerned: the units it is about; for an appeal, those that decided before as well.
    :param place: the unit of the place where it was brought or happened. Where no unit concerned is named, that one is
        taken to be concerned: what is written at a school's gate is mostly about the school.
    :param received: the unit that publishes the form; it may take what is about nobody and no place.
    :param recused: keys of actors who are recused.
    """
    about = tuple(concerned) or ((place,) if place else ())
    level = _common([unit[:-1] for unit in about]) if about else received
    climbed: list[tuple[UnitPath, Climbed]] = []
    while level:
        found = _at_level(holders, level, category, about, recused)
        if isinstance(found, Holder):
            return Routed(found, tuple(climbed))
        climbed.append((level, found))
        level = level[:-1]
    return Routed(None, tuple(climbed))


def _at_level(
    holders: Sequence[Holder],
    level: UnitPath,
    category: str,
    about: tuple[UnitPath, ...],
    recused: frozenset[str],
) -> Holder | Climbed:
    """Who takes the case for one unit: one that names the category before one that takes all; else why nobody does."""
    if any(is_within(level, unit) for unit in about):
        return Climbed.CONCERNED
    here = [holder for holder in holders if holder.acts_for == level]
    apart = [holder for holder in here if not any(is_within(holder.unit, unit) for unit in about)]
    if here and not apart:
        return Climbed.CONCERNED
    present = [holder for holder in apart if holder.actors]
    if not present:
        return Climbed.NOBODY
    fitting = [one for one in present if not one.categories or category in one.categories]
    if not fitting:
        return Climbed.NOT_THIS_CATEGORY
    free = [holder for holder in fitting if holder.actors - recused]
    if not free:
        return Climbed.ALL_RECUSED
    return min(free, key=lambda holder: (not holder.categories, holder.unit))


def _common(paths: Sequence[UnitPath]) -> UnitPath:
    """The lowest unit above, or at, all of them."""
    first = min(paths)
    last = max(paths)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]
