"""The closed lists of sightings."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Decision(TextChoices):
    """What the level above can make of it."""

    LEDGER = "ledger", _("put on the hazard ledger")
    LINKED = "linked", _("belongs to a hazard on the ledger")
    NOTHING = "nothing", _("nothing to do")
    ELSEWHERE = "elsewhere", _("not a hazard; another way is right")


class Way(TextChoices):
    """Which way is right for what is no hazard."""

    CASE = "case", _("the procedure for requests and complaints, or the 12345 line")
    EMERGENCY = "emergency", _("110, 119 or 120, at once")
    OTHER = "other", pgettext_lazy("way", "another authority, named in the reason")
