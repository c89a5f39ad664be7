"""Pages for people without an account: kept by no browser, told to no other site, and logged without a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

_OPEN = "is_open_to_everybody"


def openly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that anybody may open; outermost of its decorators.

    The referrer goes to no other site. It is not ``no-referrer``: with that, browsers send a form's ``Origin`` as
    ``null``, and the form's token would be refused.
    """

    @wraps(view)
    def open_view(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *arguments, **named)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    setattr(open_view, _OPEN, True)
    return open_view


def is_open(view: object) -> bool:
    """Whether a view is one of them."""
    return bool(getattr(view, _OPEN, False))
