"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.attachments import matters
from duecare.audit import verbs
from duecare.obligations import kinds, schedules
from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import navigation


class Hazards(AppConfig):
    """Hands down kinds, rights, words of the record and what photographs of hazards belong to."""

    name = "duecare.hazards"
    verbose_name = _("hazards")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.hazards import queries  # noqa: PLC0415  # models are not loaded before
        from duecare.hazards.actions import schedule  # noqa: PLC0415
        from duecare.hazards.actions.steps import KEPT, MATTER, WORDS  # noqa: PLC0415
        from duecare.hazards.kinds import ALL  # noqa: PLC0415
        from duecare.hazards.vocabulary import StepKind  # noqa: PLC0415
        from duecare.places import pages  # noqa: PLC0415

        for kind in ALL:
            kinds.register(kind)
        rights.register("hazards.see", *PostKind.values)
        rights.register("hazards.report", "leader", "coordinator", "reporter", "inspector", "duty_officer")
        rights.register("hazards.rectify", "leader", "coordinator", "reporter", "inspector")
        rights.register("hazards.import", "leader", "coordinator")
        rights.register("hazards.verify", "leader", "coordinator", "inspector")
        rights.register("hazards.decide", "leader", "coordinator")
        schedules.register("hazards", schedule)
        pages.register("hazards", queries.says)
        navigation.register(
            navigation.Place(
                _("Hazards"), "hazards:ledger", "alert-triangle", 33, "hazards.see",
                within=("hazards:hazard", "hazards:new", "hazards:figures", "hazards:views", "hazards:paper"),
            )
        )  # fmt: skip
        matters.register(MATTER, visible=queries.visible_steps, kept=KEPT)
        verbs.register(
            {f"hazards.{kind.value}": kind.label for kind in StepKind},
            objects={
                "hazard": _("a hazard"),
                WORDS: _("words about a hazard"),
                "paper_ledger": _("a paper ledger"),
            },
        )
