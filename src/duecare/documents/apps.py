"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Documents(AppConfig):
    """It is an app for its translations alone."""

    name = "duecare.documents"
