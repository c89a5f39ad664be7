"""The kind of obligation that reception days bring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

#: A day that was published is called off in the open, with a new one, and never by a suspension.
DAY = Kind("receptions.day", _("reception day"), "receptions:owed", icon="users", suspends=False)
