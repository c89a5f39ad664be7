"""The escalation ladder, frozen when an obligation opens."""

from __future__ import annotations

from django.db import models


class Ladder(models.Model):
    """An immutable ladder; ``id`` is the SHA-256 of its canonical JSON, so equal ladders are one row.

    ``steps``: list of ``{"offset": seconds from due (negative before), "act": "remind"|"tell"|"escalate",
    "to": ["post:reporter@debtor", ...]}`` in order of offset.
    """

    id = models.CharField(primary_key=True, max_length=64)
    steps = models.JSONField()


class CalendarData(models.Model):
    """The calendar a root unit works by, as the plan brought it; ``body`` is the calendar file's content."""

    root = models.OneToOneField("orgs.Unit", models.PROTECT, primary_key=True, related_name="+")
    body = models.JSONField()
    applied_at = models.DateTimeField()
