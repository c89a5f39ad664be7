"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.attachments import veiled
from duecare.audit import verbs


class Api(AppConfig):
    """Hands down words of the record, and that nothing sent here touches a disk."""

    name = "duecare.api"
    verbose_name = _("interfaces for programs")

    def ready(self) -> None:
        """Fill the registries."""
        veiled.register("/open311/")
        verbs.register(
            {
                "api.key-made": _("made a key for a program"),
                "api.key-ended": _("ended a program's key"),
            },
            objects={"api-key": _("a program's key")},
        )
