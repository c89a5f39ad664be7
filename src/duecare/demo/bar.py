"""The bar above every page of the demo: what day it is there, and how fast it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from duecare.demo.models import Mark


def clock_bar(_request: HttpRequest) -> tuple[str, Mapping[str, Any]] | None:
    """The bar's template and what it shows."""
    mark = Mark.objects.filter(id=1).first()
    return ("demo/clock_bar.html", {"mark": mark}) if mark else None
