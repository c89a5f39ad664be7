"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.attachments import veiled
from duecare.audit import verbs
from duecare.core.errors import Text
from duecare.obligations import kinds, schedules
from duecare.orgs import audiences as names
from duecare.orgs import rights
from duecare.receipts import pages
from duecare.web import navigation

VERBS: dict[str, Text] = {
    "grievances.registered": _("took in a case"),
    "grievances.named": _("wrote a case's subject line"),
    "grievances.inquiry-answered": _("answered an inquiry"),
    "grievances.time": _("time ended a wait in a case"),
    "grievances.published": _("published figures of cases"),
    "grievances.forgotten": _("forgot a case whose time was over"),
}
OBJECTS: dict[str, Text] = {"case": _("a case"), "case-figures": _("figures of cases")}


class Grievances(AppConfig):
    """Hands down kinds, the clock's turn and words of the record."""

    name = "duecare.grievances"
    verbose_name = _("cases")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.grievances import audiences, receipt  # noqa: PLC0415  # models are not loaded before
        from duecare.grievances import kinds as ours  # noqa: PLC0415
        from duecare.grievances.actions import schedule  # noqa: PLC0415
        from duecare.grievances.matters import CASE  # noqa: PLC0415
        from duecare.grievances.rules import ActKind  # noqa: PLC0415

        names.register("head", audiences.head)
        for kind in ours.ALL:
            kinds.register(kind)
        schedules.register("grievances", schedule)
        rights.register("grievances.hold", "case_officer", "leader", reaches=False)
        rights.register("grievances.print", "case_officer", "leader", "coordinator")
        rights.register("grievances.take_in", "case_officer", "coordinator", "reporter", reaches=False)
        pages.register(CASE, shows=receipt.shows, acts=receipt.acts(), file=receipt.file)
        veiled.register("/c/", "/cases/", "/receipt/")
        navigation.register(
            navigation.Place(
                _("Cases"), "grievances:desk", "mail", 36, "grievances.hold",
                within=("grievances:case", "grievances:clerk", "grievances:inquiry"),
            )
        )  # fmt: skip
        acts = {f"grievances.{kind.value}": _("did a step in a case") for kind in ActKind}
        verbs.register({**acts, **VERBS}, objects=OBJECTS)
