"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Reports(AppConfig):
    """Nothing to hand down yet."""

    name = "duecare.reports"
