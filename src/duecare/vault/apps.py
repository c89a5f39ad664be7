"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs


class Vault(AppConfig):
    """Hands down what the floors below have to know of it."""

    name = "duecare.vault"
    verbose_name = _("vault")

    def ready(self) -> None:
        """Name the record's entries."""
        verbs.register(
            {
                "vault.opened": _("opened what is sealed"),
                "vault.rewrapped": _("moved a sealed matter to a later retention month"),
                "vault.forgotten": _("destroyed the keys of a retention month"),
                "vault.rotated": _("replaced the keys of the vault"),
                "vault.backed_up": _("backed up the keys of the vault"),
                "vault.backup_destroyed": _("destroyed a backup of the vault's keys"),
            },
            objects={
                "vault_key": _("a sealed matter"),
                "vault_month": _("a retention month"),
                "vault_backup": _("a backup of the vault's keys"),
                "vault": _("the vault"),
            },
        )
