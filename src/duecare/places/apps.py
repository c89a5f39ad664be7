"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Places(AppConfig):
    """Hands down what the floors below have to know of it."""

    name = "duecare.places"
    verbose_name = _("places and assets")
