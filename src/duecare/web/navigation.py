"""The registry of navigation entries: modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the navigation.

    :param right: name of the right one needs anywhere to see it; empty for everybody signed in.
    """

    label: Any
    url_name: str
    icon: str
    order: int
    right: str = ""


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Declare a place."""
    _places[place.url_name] = place


def places() -> list[Place]:
    """Every place, in order."""
    return sorted(_places.values(), key=lambda p: p.order)
