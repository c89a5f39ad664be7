"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from duecare.web import bars, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, bars, languages and the deployment's zone; each is worked out only where a template shows it."""
    return {
        "main_menu": SimpleLazyObject(lambda: navigation.lines(request)),
        "account_menu": SimpleLazyObject(lambda: navigation.lines(request, "account")),
        "bars": SimpleLazyObject(lambda: bars.shown(request)),
        "zone": settings.TIME_ZONE,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
