"""The registry of navigation entries: modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

#: (request, right) -> whether the reader holds the right for any unit.
May = Callable[[HttpRequest, str], bool]
#: request -> how many unread things a place holds for the reader; 0 shows no badge.
Count = Callable[[HttpRequest], int]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the navigation.

    :param right: name of the right one needs anywhere to see it; empty for everybody signed in.
    :param menu: ``main`` for the side bar, ``account`` for the menu under the reader's name.
    :param within: further URL names that belong to the place, so that it is the current one there too.
    :param quick: whether it is among the four of the bar at the foot of a phone.
    """

    label: Any
    url_name: str
    icon: str
    order: int
    right: str = ""
    menu: str = "main"
    quick: bool = False
    count: Count | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A place as one reader sees it now."""

    place: Place
    href: str
    count: int
    current: bool


_places: dict[str, Place] = {}
_may: list[May] = []


def register(place: Place) -> None:
    """Declare a place."""
    _places[place.url_name] = place


def decide_by(may: May) -> None:
    """Install what knows the reader's rights; the organisation does. Until then nobody holds any."""
    _may[:] = [may]


def places() -> list[Place]:
    """Every place, in order."""
    return sorted(_places.values(), key=lambda p: p.order)


def lines(request: HttpRequest, menu: str = "main") -> list[Line]:
    """The places of a menu that the reader may go to; none before sign-in."""
    user = getattr(request, "user", None)  # a request for a strange host is refused before anybody is known
    if user is None or not user.is_authenticated:
        return []
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        Line(place, href, place.count(request) if place.count else 0, here in (place.url_name, *place.within))
        for place in places()
        if place.menu == menu
        and (not place.right or _allowed(request, place.right))
        and (href := _address(place))
    ]


@cache
def _address(place: Place) -> str:
    """Where the place is; empty while its module has no page for it, which a test finds."""
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""


def _allowed(request: HttpRequest, right: str) -> bool:
    return any(may(request, right) for may in _may)
