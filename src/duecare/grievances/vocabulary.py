"""The closed lists of cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(TextChoices):
    """How a case came."""

    WEB = "web", _("on the web")
    PHONE = "phone", _("by telephone")
    PERSON = "person", _("in person")
    REPRESENTATIVE = "representative", _("through a representative")
    PROGRAM = "program", _("through another program")


class Aim(TextChoices):
    """At which post of the unit that handles a case its owner aims a recusal. Nobody is named."""

    OFFICER = "officer", _("whoever handles the case")
    HEAD = "head", _("the head of the unit that handles it")
    OTHER = "other", _("somebody else, as I say below")


class HoldRole(TextChoices):
    """In which role a unit holds a case."""

    HOLDER = "holder", _("handles it")
    JOINT = "joint", _("handles it jointly")
    ABOVE = "above", _("decides the review")
    REREVIEW = "re-review-body", _("decides the re-review")
    CONCERNED = "concerned", pgettext_lazy("role in a case", "is asked")
