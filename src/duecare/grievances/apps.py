"""The app: for now it lends its translations; the case's tables come with the vault."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Grievances(AppConfig):
    """Cases: the pure core (procedures, path, routing, openness, texts)."""

    name = "duecare.grievances"
    verbose_name = _("cases")
