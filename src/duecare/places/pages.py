"""The registry of what floors above have to say about a place: what happened there, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duecare.orgs.rules import Actor
from duecare.places.models import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened at a place, or is due there.

    :param title: in the reader's language; ``more`` a few words below it.
    :param icon: name of an icon in the sprite; ``tone`` good, warn, bad or quiet.
    """

    title: str
    at: datetime
    href: str
    more: str = ""
    icon: str = "point-filled"
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Act:
    """Something the reader can do at the place."""

    label: Any
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one module says about a place; lines come newest first."""

    title: Any
    lines: Sequence[Line] = ()
    acts: Sequence[Act] = ()


#: (who looks, place, when) -> the module's part, cut to what the reader may see; None says nothing. A fixed number of
#: statements.
Says = Callable[[Actor, Place, datetime], Part | None]

_says: dict[str, Says] = {}


def register(name: str, says: Says) -> None:
    """Declare a module's part."""
    _says[name] = says


def parts(by: Actor, place: Place, at: datetime) -> list[Part]:
    """What every module says."""
    return [part for says in _says.values() if (part := says(by, place, at)) is not None]


#: place -> what somebody without an account can do there; None offers nothing. No statement.
Offers = Callable[[Place], Act | None]

_offers: dict[str, Offers] = {}


def offer(name: str, offers: Offers) -> None:
    """Declare what a module lets anybody do who stands before a label."""
    _offers[name] = offers


def offered(place: Place) -> list[Act]:
    """What anybody can do there."""
    return [act for offers in _offers.values() if (act := offers(place)) is not None]
