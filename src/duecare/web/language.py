"""The reader's choice of language: a cookie, and whoever else wants to remember it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "language"
_YEAR = 365 * 24 * 3600

#: (request, language): told when somebody chooses, so that mail follows the page.
Listener = Callable[[HttpRequest, str], None]
_listeners: dict[str, Listener] = {}


def on_choice(name: str, listener: Listener) -> None:
    """Let somebody remember the choice beyond the cookie."""
    _listeners[name] = listener


def choose(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Set the reader's language on the response; an unknown one changes nothing."""
    if language not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        COOKIE, language, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    for listener in _listeners.values():
        listener(request, language)
