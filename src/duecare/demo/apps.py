"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Demo(AppConfig):
    """Nothing to hand down yet."""

    name = "duecare.demo"
