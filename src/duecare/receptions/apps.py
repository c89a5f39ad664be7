"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.obligations import kinds, schedules
from duecare.orgs import rights
from duecare.web import navigation


class Receptions(AppConfig):
    """Hands down its kind, its rights, its schedule and its place."""

    name = "duecare.receptions"
    verbose_name = _("reception days")

    def ready(self) -> None:
        """Hand them down."""
        from duecare.receptions.actions import schedule  # noqa: PLC0415 - models are there only now
        from duecare.receptions.kinds import DAY  # noqa: PLC0415

        kinds.register(DAY)
        keepers = ("leader", "coordinator", "reporter", "case_officer")
        rights.register("receptions.keep", *keepers, reaches=False)
        rights.register("receptions.see", *keepers)
        schedules.register("receptions", schedule)
        navigation.register(
            navigation.Place(
                _("Reception days"),
                "receptions:kept",
                "users",
                37,
                "receptions.keep",
                within=("receptions:one",),
            )
        )
        verbs.register(
            {
                "receptions.held": _("said that a reception day was held"),
                "receptions.called-off": _("published that a reception day is not held then"),
            },
            objects={"reception-day": _("a reception day")},
        )
