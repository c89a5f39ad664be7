"""What plans say of cases."""

from __future__ import annotations

import uuid

from django.db import models

from duecare.core.ids import uuid7


class Provision(models.Model):
    """What a programme's plan says of cases, as applied last; ``body`` is the section's value in the plan file.

    Who is above the root is read from the newest one, also when it has ended: a case that went there stays there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.CharField(max_length=40, unique=True)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    body = models.JSONField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
