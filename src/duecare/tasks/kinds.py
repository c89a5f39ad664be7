"""The kinds of obligations that tasks bring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

TASK = Kind("tasks.task", _("task"), "tasks:task", icon="clipboard-check")
MEETING = Kind("tasks.meeting", _("meeting"), "tasks:task", lapses=True, icon="users")

#: The kind of each section's obligations.
OF_SECTION = {"tasks": TASK, "meetings": MEETING}
