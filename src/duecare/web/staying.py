"""What would be left behind on this device by signing out: modules hand down what they know of it.

It is only a warning. What lies on a device stays there, belongs to its user and can still be sent after signing in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Left:
    """Something that waits on this device alone.

    :param said: a sentence to its user, in the user's language.
    :param href: where it is seen and sent.
    """

    said: str
    href: str


#: request -> what waits on the device that sent it; None when nothing does.
Looks = Callable[[HttpRequest], Left | None]

_looks: dict[str, Looks] = {}


def register(name: str, look: Looks) -> None:
    """Declare what looks for it."""
    _looks[name] = look


def left_behind(request: HttpRequest) -> list[Left]:
    """Everything that waits on this device alone, in order of the modules' names."""
    return [found for _name, look in sorted(_looks.items()) if (found := look(request)) is not None]
