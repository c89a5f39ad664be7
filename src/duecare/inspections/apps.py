"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.attachments import matters
from duecare.audit import verbs
from duecare.core.errors import Text
from duecare.inspections.waiting import left_on_the_phone
from duecare.obligations import kinds, schedules
from duecare.orgs import closing, rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import navigation, staying

VERBS: dict[str, Text] = {
    "inspections.filed": _("filed an inspection"),
    "inspections.second": _("sent another version of an inspection"),
    "inspections.decided": _("decided which version of an inspection counts"),
    "inspections.programme-begun": _("started a programme of inspection"),
    "inspections.programme-changed": _("changed a programme of inspection"),
    "inspections.programme-ended": _("ended a programme of inspection"),
    "inspections.cycle-committed": _("committed to the seed of a draw"),
    "inspections.cycle-withdrawn": _("withdrew a seed that nothing was drawn from"),
    "inspections.drawn": _("drew the units to be inspected"),
    "inspections.seed-told": _("told the seed of a draw"),
}
OBJECTS: dict[str, Text] = {
    "inspection": _("an inspection"),
    "inspections.words": _("words of an inspection"),
    "inspections.programme": _("a programme of inspection"),
    "inspections.cycle": _("a round of draws"),
}

#: Its places in the navigation.
PLACES = (
    navigation.Place(
        _("Inspect on the phone"), "inspections:walk", "device-mobile", 31, "inspections.inspect"
    ),
    navigation.Place(
        _("Inspections"), "inspections:inspections", "clipboard-check", 32, "inspections.read",
        within=("inspections:inspection", "inspections:new"),
    ),
    navigation.Place(
        _("Inspection programmes"), "inspections:programmes", "clipboard-list", 33, "inspections.see",
        within=("inspections:programme", "inspections:draws", "inspections:owed"),
    ),
    navigation.Place(
        _("Checklists"), "inspections:checklists", "list-check", 34, "inspections.see",
        within=("inspections:checklist",),
    ),
)  # fmt: skip


class Inspections(AppConfig):
    """Hands down rights, words of the record, what photographs belong to, and places in the navigation."""

    name = "duecare.inspections"
    verbose_name = _("inspections")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.hazards import origins  # noqa: PLC0415
        from duecare.inspections import queries  # noqa: PLC0415  # models are not loaded before
        from duecare.inspections.actions import schedule  # noqa: PLC0415
        from duecare.inspections.actions.closing import let_off  # noqa: PLC0415
        from duecare.inspections.actions.photographs import KEPT, MATTER  # noqa: PLC0415
        from duecare.inspections.actions.rounds import materialise  # noqa: PLC0415
        from duecare.inspections.kinds import INSPECT  # noqa: PLC0415
        from duecare.inspections.queries import due  # noqa: PLC0415
        from duecare.places import pages  # noqa: PLC0415

        rights.register("inspections.see", *PostKind.values)
        rights.register("inspections.read", "leader", "coordinator", "reporter", "inspector")
        rights.register("inspections.inspect", "leader", "coordinator", "reporter", "inspector")
        rights.register("inspections.decide", "leader", "coordinator")
        kinds.register(INSPECT)
        schedules.register("inspections", schedule)
        schedules.register("inspections.programmes", materialise)
        closing.register("inspections", lambda _units: None, let_off)
        matters.register(MATTER, visible=queries.visible_matters, kept=KEPT)
        pages.register("inspections", queries.at_place)
        pages.register("inspections.due", due.at_place)
        origins.register("inspections", queries.found_hazard)
        staying.register("inspections", left_on_the_phone)
        verbs.register(VERBS, objects=OBJECTS)
        for place in PLACES:
            navigation.register(place)
