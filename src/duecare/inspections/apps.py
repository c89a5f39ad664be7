"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import navigation


class Inspections(AppConfig):
    """Hands down who may see checklists, and their place in the navigation."""

    name = "duecare.inspections"
    verbose_name = _("inspections")

    def ready(self) -> None:
        """Fill the registries."""
        rights.register("inspections.see", *PostKind.values)
        navigation.register(
            navigation.Place(
                _("Checklists"),
                "inspections:checklists",
                "list-check",
                34,
                "inspections.see",
                within=("inspections:checklist",),
            )
        )
