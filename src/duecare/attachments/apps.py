"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs


class Attachments(AppConfig):
    """Hands down what the floors below have to know of it."""

    name = "duecare.attachments"
    verbose_name = _("photographs and papers")

    def ready(self) -> None:
        """Name the record's entries."""
        verbs.register(
            {
                "attachments.kept": _("attached a photograph or a paper"),
                "attachments.carried_over": _("carried a photograph or a paper over"),
                "attachments.forgotten": _("erased a photograph or a paper"),
            },
            objects={"attachment": _("a photograph or a paper")},
        )
