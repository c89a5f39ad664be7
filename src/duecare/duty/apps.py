"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.obligations import schedules
from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import health, navigation


class Duty(AppConfig):
    """Hands down what the floors below have to know of it."""

    name = "duecare.duty"
    verbose_name = _("duty")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.duty.actions.watchkeepers import forget_wishes  # noqa: PLC0415 - models are there only now
        from duecare.duty.health import work  # noqa: PLC0415

        health.register("work", work)
        schedules.register("duty-wishes", forget_wishes)
        navigation.register(navigation.Place(_("Rosters"), "duty:rosters", "calendar-user", 32, "duty.see"))
        rights.register("duty.see", *PostKind.values)
        rights.register("duty.keep", "leader", "coordinator")
        rights.register("duty.consent", "leader")
        verbs.register(
            {
                "duty.changed": _("changed who stands which watch"),
                "duty.watchkeepers": _("entered who stands watches"),
                "duty.left": _("took somebody out of a roster"),
                "duty.leave_entered": _("entered leave granted beforehand"),
                "duty.searched": _("let a roster be looked for"),
                "duty.discarded": _("put a draft of a roster away"),
                "duty.published": _("published a roster"),
            },
            objects={
                "roster": _("a duty roster"),
                "edition": _("an edition of a duty roster"),
                "search": _("a search for a duty roster"),
                "leave": _("leave from watches"),
            },
        )
