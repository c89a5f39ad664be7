"""Language, health, and the pages for what goes wrong."""

from __future__ import annotations

import sys

from django.db import Error as AnyDatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from duecare.core import clock
from duecare.web import health, language


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page it was chosen on."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(target if safe else "/")
    language.choose(request, response, request.POST.get("language", ""))
    return response


@require_safe
def show_health(request: HttpRequest) -> JsonResponse:
    """Whether every part answers: 200 or 503, for a monitor."""
    parts = health.all_parts(clock.now())
    ok = all(part.ok for part in parts.values())
    body = {"ok": ok, **{name: {"ok": part.ok, **part.facts} for name, part in parts.items()}}
    response = JsonResponse(body, status=200 if ok else 503)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "web/wrong.html", {"status": 400}, status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "web/wrong.html", {"status": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "web/wrong.html", {"status": 404}, status=404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open too long, or cookies are off."""
    return render(request, "web/wrong.html", {"status": 403, "forged": True}, status=403)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes forms was opened, as after a reload in another tab."""
    return render(request, "web/wrong.html", {"status": 405}, status=405)


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database is away or can't write, as on a full disk: the page then does without it."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _unsaved(request)
    try:
        return render(request, "web/wrong.html", {"status": 500}, status=500)
    except AnyDatabaseError:
        return _unsaved(request)


def _unsaved(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        render_to_string("web/broken.html", {"sent": request.method == "POST"}), status=503
    )
    response["Retry-After"] = "60"
    return response
