"""The app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.orgs import rights
from duecare.web import health
from duecare.web.navigation import Place, register


class Desk(AppConfig):
    """Hands down the rights of board and record, and the desk's places in the navigation."""

    name = "duecare.desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.desk.health import clock  # noqa: PLC0415 - models are not loaded before

        health.register("clock", clock)
        rights.register("board.view", "leader", "coordinator", "duty_officer", "auditor", "administrator")
        rights.register("audit.view", "leader", "coordinator", "auditor", "administrator")
        verbs.register(
            {
                "desk.feed-made": _("made a calendar address"),
                "desk.feed-ended": _("ended a calendar address"),
            },
            objects={"feed": _("a calendar address")},
        )
        for place in places():
            register(place)


def places() -> list[Place]:
    """The desk's lines of the navigation."""
    return [
        Place(_("My duties"), "desk:home", "checklist", 10, quick=True),
        _place(
            _("Board"), "desk:board_start", "layout-dashboard", 20, "board.view", "desk:board", quick=True
        ),
        _place(
            _("Calendar"),
            "desk:calendar",
            "calendar-month",
            40,
            "",
            "desk:feed",
            "desk:feed_address",
            quick=True,
        ),
        Place(_("Suspended days"), "desk:suspensions", "snowflake", 75, "obligations.suspend"),
        _place(
            _("Contact sheet"), "desk:contact_sheet_start", "phone", 80, "orgs.contacts", "desk:contact_sheet"
        ),
        _place(
            _("Record"),
            "desk:record",
            "shield-check",
            90,
            "audit.view",
            "desk:record_entry",
            "desk:verification",
        ),
    ]


def _place(
    label: Any, url_name: str, icon: str, order: int, right: str, *within: str, quick: bool = False
) -> Place:
    return Place(label, url_name, icon, order, right, quick=quick, within=within)
