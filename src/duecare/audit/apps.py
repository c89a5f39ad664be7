"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs


class Audit(AppConfig):
    """Names the record's own entries."""

    name = "duecare.audit"
    verbose_name = _("record")

    def ready(self) -> None:
        """Fill the registry."""
        verbs.register(
            {
                "audit.erased": _("erased details whose time was over"),
                "audit.clock_set_back": _("noticed that the machine's clock was set back"),
            },
            objects={"clock": _("the machine's clock")},
        )
