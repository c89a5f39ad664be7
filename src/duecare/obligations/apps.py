"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.orgs import rights


class Obligations(AppConfig):
    """Hands down the rights over what is owed."""

    name = "duecare.obligations"
    verbose_name = _("duties")

    def ready(self) -> None:
        """Fill the registries."""
        rights.register(
            "obligations.view",
            "leader",
            "coordinator",
            "reporter",
            "duty_officer",
            "auditor",
            "administrator",
        )
        for act in ("waive", "extend", "reassign", "suspend", "outage"):
            rights.register(f"obligations.{act}", "leader", "coordinator")
