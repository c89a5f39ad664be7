"""Keys of programs that bring cases."""

from __future__ import annotations

import uuid

from django.db import models

from duecare.core.ids import uuid7


class IntakeKey(models.Model):
    """What lets a program bring cases to one body, and nothing else: with it nothing can be read.

    ``digest`` is the key's keyed hash, in hex; the key itself is nowhere. Which cases came by it is not kept.

    :ivar program: what program it is, for whoever looks after keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    program = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
