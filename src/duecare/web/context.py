"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from duecare.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, language and whether this is the demo."""
    return {"places": navigation.places(), "demo": settings.DEMO, "languages": settings.LANGUAGES}
