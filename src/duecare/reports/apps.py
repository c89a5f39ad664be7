"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.core.errors import Text
from duecare.obligations import kinds, schedules
from duecare.orgs import rights
from duecare.web import navigation

VERBS: dict[str, Text] = {
    "reports.filed": _("filed a report"),
    "reports.corrected": _("corrected a report"),
    "reports.asked": _("sent a report back with a question"),
    "reports.answered": _("answered a question about a report"),
    "reports.reviewed": _("looked at a report"),
    "reports.series-begun": _("started a report series"),
    "reports.series-changed": _("changed a report series"),
    "reports.series-ended": _("ended a report series"),
    "reports.texts-erased": _("erased texts whose time was over"),
}


OBJECTS: dict[str, Text] = {
    "reports.series": _("a report series"),
    "reports.submission": _("texts in reports"),
    "reports.question": _("texts of questions and answers"),
}


class Reports(AppConfig):
    """Hands down the kinds, rights, schedules, verbs and the place of reporting."""

    name = "duecare.reports"
    verbose_name = _("reports")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.reports import kinds as ours  # noqa: PLC0415  # models are not loaded before
        from duecare.reports.actions import schedule  # noqa: PLC0415

        kinds.register(ours.REPORT)
        kinds.register(ours.QUESTION)
        rights.register("reports.file", "reporter", "coordinator", "leader", reaches=False)
        rights.register("reports.file_for", "coordinator")
        rights.register("reports.read", "coordinator", "leader")
        rights.register("reports.question", "coordinator", "leader")
        rights.register("reports.see", "reporter", "coordinator", "leader")
        schedules.register("reports", schedule)
        verbs.register(VERBS, objects=OBJECTS)
        navigation.register(navigation.Place(_("Reports"), "reports:days", "file-report", 30, "reports.see"))
