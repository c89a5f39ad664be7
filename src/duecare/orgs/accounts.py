"""Cards of the account page that other modules bring, such as the calendar feed; filled in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

#: request -> (template, its context), or None when there is nothing to show.
Card = Callable[[HttpRequest], "tuple[str, Mapping[str, Any]] | None"]

_cards: dict[str, Card] = {}


def register(name: str, card: Card) -> None:
    """Declare a card."""
    _cards[name] = card


def shown(request: HttpRequest) -> list[tuple[str, Mapping[str, Any]]]:
    """The cards that have something to show, in order of their names."""
    return [found for _name, card in sorted(_cards.items()) if (found := card(request)) is not None]
