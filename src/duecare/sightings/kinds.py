"""The kind of obligation that sightings bring. It is confidential: everybody but its readers sees a number."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

LOOK = Kind(
    "sightings.look", _("something a passer-by saw, to look at"), "sightings:owed", icon="eye", confidential=True,
    suspends=False, creditor_knows=True,
)  # fmt: skip
