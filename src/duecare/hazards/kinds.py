"""The kinds of obligations that hazards bring. No suspended day touches them: a gas leak is owed in snow too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

PAGE = "hazards:owed"
COMMIT = Kind(
    "hazards.commit", _("commitments for a major hazard"), PAGE, icon="shield-exclamation", suspends=False
)
ACCEPT = Kind("hazards.accept", _("acceptance of commitments"), PAGE, icon="shield-check", suspends=False)
RECTIFY = Kind("hazards.rectify", _("rectification"), PAGE, icon="tool", suspends=False)
VERIFY = Kind("hazards.verify", _("verification on the spot"), PAGE, icon="eye", suspends=False)
EXTENSION = Kind("hazards.extension", _("more time to decide on"), PAGE, icon="calendar-time", suspends=False)

ALL = (COMMIT, ACCEPT, RECTIFY, VERIFY, EXTENSION)
