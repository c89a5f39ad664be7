"""The kind of obligations that programmes of inspection bring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

#: A day of snow does not take an inspection of the month away: it is owed until its window ends, and late after it.
INSPECT = Kind("inspections.inspect", _("inspection"), "inspections:owed", icon="list-check", suspends=False)
