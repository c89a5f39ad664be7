"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import navigation


class Plans(AppConfig):
    """Hands down the rights over plans and their place in the navigation."""

    name = "duecare.plans"
    verbose_name = _("work plans")

    def ready(self) -> None:
        """Fill the registries."""
        rights.register("plans.see", *PostKind.values)
        rights.register("plans.apply", "leader", "coordinator")
        verbs.register(
            {"plans.applied": _("put a plan in force"), "plans.closed": _("ended a programme")},
            objects={"programme": _("a work plan")},
        )
        navigation.register(
            navigation.Place(_("Work plans"), "plans:programmes", "clipboard-list", 40, "plans.see")
        )
