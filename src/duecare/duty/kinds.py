"""The kinds of obligations that duty brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

WATCH = Kind("duty.watch", _("watch"), "duty:owed", lapses=True, icon="clock-play", suspends=False)
HANDOVER = Kind("duty.handover", _("handover"), "duty:owed", lapses=True, icon="git-compare", suspends=False)
PRESENCE = Kind("duty.presence", _("presence check"), "duty:owed", lapses=True, icon="bell", suspends=False)
ROSTER = Kind("duty.roster", _("duty roster"), "duty:owed", icon="calendar-user")
REQUEST = Kind(
    "duty.request", _("swap or leave to decide"), "duty:owed", icon="calendar-time", suspends=False
)

ALL = (WATCH, HANDOVER, PRESENCE, ROSTER, REQUEST)
