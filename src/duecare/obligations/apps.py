"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.orgs import closing, rights
from duecare.orgs.vocabulary import PostKind


class Obligations(AppConfig):
    """Hands down the rights over what is owed."""

    name = "duecare.obligations"
    verbose_name = _("duties")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.obligations.actions import closing_units  # noqa: PLC0415  # models are not loaded before

        closing.register("obligations", closing_units.require_nothing_owed, closing_units.unschedule)
        rights.register("obligations.view", *PostKind.values)
        for act in ("waive", "extend", "reassign", "suspend", "outage"):
            rights.register(f"obligations.{act}", "leader", "coordinator")
        verbs.register(
            {
                "obligations.materialised": _("scheduled duties"),
                "obligations.advanced": _("the clock moved duties on"),
                "obligations.unscheduled": _("took duties off the schedule"),
                "obligations.rescheduled": _("changed scheduled duties"),
                "obligations.waived": _("waived a duty"),
                "obligations.extended": _("gave more time"),
                "obligations.paused": _("let a duty stand still"),
                "obligations.resumed": _("let a duty go on"),
                "obligations.reassigned": _("handed a duty over"),
                "obligations.suspended": _("suspended a day"),
                "obligations.outage-declared": _("declared that the service was down"),
            },
            objects={
                "obligation": _("a duty"),
                "batch": _("several duties at once"),
                "suspension": _("a suspended day"),
                "outage": _("a time when the service was down"),
            },
        )
