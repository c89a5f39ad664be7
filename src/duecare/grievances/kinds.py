"""The kinds of obligations that cases bring: all confidential, and no suspended day touches them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

PAGE = "grievances:owed"
STAGE = Kind("grievances.stage", _("a step in a case"), PAGE, confidential=True, icon="mail", suspends=False)
INQUIRY = Kind(
    "grievances.inquiry", _("an inquiry to answer"), "grievances:asked", confidential=True, icon="help",
    suspends=False,
)  # fmt: skip
ALL = (STAGE, INQUIRY)
