"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Receipts(AppConfig):
    """Follow-up codes; it knows no module."""

    name = "duecare.receipts"
    verbose_name = _("follow-up codes")
