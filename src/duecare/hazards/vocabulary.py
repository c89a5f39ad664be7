"""The closed lists of the ledger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """What a hazard is about: the fields that inspections look at. Nothing about a person is among them."""

    FIRE = "fire", _("fire and evacuation")
    ELECTRICITY = "electricity", _("electricity")
    TRAFFIC = "traffic", _("traffic and school buses")
    FOOD = "food", _("food and water")
    HEATING = "heating", _("heating, hot water and gas")
    BUILDINGS = "buildings", _("buildings and grounds")
    GOODS = "goods", _("dangerous goods")
    CROWD = "crowd", _("crowds and stairs")
    LABORATORY = "laboratory", pgettext_lazy("category of hazards", "laboratories")
    INFRASTRUCTURE = "infrastructure", _("towers, cables and pumps")
    OTHER = "other", pgettext_lazy("category of hazards", "other")


class Level(TextChoices):
    """How bad it is."""

    GENERAL = "general", pgettext_lazy("level of a hazard", "general")
    MAJOR = "major", pgettext_lazy("level of a hazard", "major")


class StepKind(TextChoices):
    """What can happen to a hazard."""

    FOUND = "found", _("found")
    AGAIN = "again", _("found again")
    COMMITTED = "committed", _("five commitments given")
    SENT_BACK = "sent_back", _("commitments sent back with a question")
    ACCEPTED = "accepted", _("commitments accepted")
    PUT_RIGHT = "put_right", _("put right")
    VERIFIED = "verified", _("verified and closed out")
    FAILED = "failed", _("verification failed, open again")
    ASKED = "asked", _("asked for more time")
    GRANTED = "granted", _("more time granted")
    REFUSED = "refused", _("more time refused")
    RAISED = "raised", _("raised to major")
    LOWERED = "lowered", _("lowered to general")
    PAPER = "paper", _("taken from the paper ledger")
    LINKED = "linked", _("linked as the same hazard")
