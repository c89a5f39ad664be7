"""What every request passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from duecare.core import clock
from duecare.core.errors import DomainError
from duecare.web.views import not_found, wrong_method

#: What no page of ours may use of a device.
NOT_ASKED_FOR = "geolocation=(), microphone=(), camera=(), usb=(), payment=()"

Next = Callable[[HttpRequest], HttpResponseBase]


class ReceivedAt:
    """Stamps a request as it enters: on time means received on time."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class Privacy:
    """No page stays behind in a browser that others use too, and none may ask where somebody is (charter, rule 2)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", NOT_ASKED_FOR)
        return response


class Language:
    """The reader's language: what they chose, else the deployment's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get("language", "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Errors:
    """Turns a DomainError into a page, in one place, and keeps from the pages what no database looks up."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            return not_found(request)  # PostgreSQL takes no text with a NUL in it
        if "%00" in (asked := request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            page = wrong_method(request)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A page that says what happened and what to do."""
        if isinstance(error, DomainError):
            return render(request, "web/error.html", {"error": error}, status=error.status)
        return None
