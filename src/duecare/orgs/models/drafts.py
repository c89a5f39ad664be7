"""Files between looking and applying."""

from __future__ import annotations

from django.db import models

from duecare.core.ids import uuid7
from duecare.orgs.models.people import User
from duecare.orgs.models.units import Unit


class ImportDraft(models.Model):
    """A file that somebody has uploaded and not yet applied; one each, for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    root = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    made_at = models.DateTimeField()
