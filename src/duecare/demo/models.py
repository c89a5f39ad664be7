"""The demo's mark on its database, which is also its clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Mark(models.Model):
    """One row. A database that has its table belongs to the demo: ``serve`` refuses it, ``demo`` refuses others.

    ``at`` is the simulated time. ``pace`` is simulated seconds for each second of the machine; 0 is paused.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    pace = models.PositiveIntegerField()
    until = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Mark]] = models.Manager()

    class Meta:
        db_table = "demo_mark"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="demo_one_mark")]
