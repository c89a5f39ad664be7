"""The demo's clock stands still while a request is answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from duecare.demo.clockface import standing_still


class StandStill:
    """First of all middleware in the demo."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with standing_still():
            return self.get_response(request)
