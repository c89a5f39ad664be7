"""The app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.attachments import matters
from duecare.audit import verbs
from duecare.obligations import kinds, schedules
from duecare.orgs import rights
from duecare.web import navigation

#: How long photographs stay while nobody has decided.
_KEPT = timedelta(days=3650)


class Sightings(AppConfig):
    """Hands down the kind, the right to read, words of the record, and what a receipt and a place's page show."""

    name = "duecare.sightings"
    verbose_name = _("what passers-by saw")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.places import pages as places  # noqa: PLC0415  # models are not loaded before
        from duecare.receipts import pages as receipts  # noqa: PLC0415
        from duecare.sightings import queries, receipt  # noqa: PLC0415
        from duecare.sightings.actions import schedule  # noqa: PLC0415
        from duecare.sightings.kinds import LOOK  # noqa: PLC0415
        from duecare.sightings.matter import MATTER, OBJECT  # noqa: PLC0415
        from duecare.sightings.offers import offers  # noqa: PLC0415

        kinds.register(LOOK)
        rights.register("sightings.read", "leader", "coordinator")
        schedules.register("sightings", schedule)
        places.offer("sightings", offers)
        receipts.register(MATTER, shows=receipt.shows, acts=receipt.ACTS)
        matters.register(MATTER, visible=queries.visible, kept=_KEPT)
        navigation.register(
            navigation.Place(
                _("Seen by passers-by"), "sightings:waiting", "eye", 34, "sightings.read",
                within=("sightings:sighting", "sightings:poster"),
            )
        )  # fmt: skip
        verbs.register(
            {
                "sightings.received": _("took in what a passer-by saw"),
                "sightings.added": _("took in an addition to what a passer-by saw"),
                "sightings.decided": _("decided on what a passer-by saw"),
                "sightings.disputed": _("took in that something is not put right"),
                "sightings.withdrawn": _("erased what a passer-by has withdrawn"),
            },
            objects={OBJECT: _("something a passer-by saw")},
        )
