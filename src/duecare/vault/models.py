"""Keys: public ones of retention months, wrapped ones of matters, and where the key file was backed up."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from duecare.vault.cipher import KEY_BYTES, WRAPPED_BYTES

#: Characters of the path of a backup.
PLACE_LENGTH = 200


class MonthKeyQuerySet(models.QuerySet["MonthKey"]):
    """Keys of months, asked for in sentences."""

    def standing(self) -> MonthKeyQuerySet:
        """Those whose private half is still somewhere."""
        return self.filter(forgotten_at=None)

    def current(self) -> MonthKeyQuerySet:
        """Those that new matters are wrapped for, one for each month."""
        return self.filter(forgotten_at=None, retired_at=None)

    def needed(self) -> MonthKeyQuerySet:
        """Those whose private half the key file has to hold: for what comes, or for what is wrapped for them."""
        used = Exists(MatterKey.objects.filter(month_key=OuterRef("pk")))
        return self.standing().filter(Q(used) | Q(retired_at=None), lost_at=None)

    def replaced(self) -> MonthKeyQuerySet:
        """Those of a rotation that is not finished: another has taken their place, and they are still there."""
        return self.standing().filter(
            lost_at=None, retired_at__isnull=False, month__in=self.model.objects.current().values("month")
        )


class MonthKey(models.Model):
    """The public key of a retention month; the private one lies in the key file, never here.

    ``month``: its first day. ``generation`` counts rotations. ``retired_at``: since when nothing is wrapped for it any
    more. ``lost_at``: when an operator declared that nobody has the private one. ``forgotten_at``: when the key file
    was rewritten without it. The row stays as a fact.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField()
    generation = models.PositiveIntegerField()
    public = models.BinaryField(max_length=KEY_BYTES)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[MonthKeyQuerySet] = MonthKeyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "generation"], name="monthkey_generation_once"),
            models.UniqueConstraint(
                fields=["month"],
                name="monthkey_one_current",
                condition=Q(retired_at__isnull=True, forgotten_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(retired_at__lte=F("forgotten_at")),
                name="monthkey_retired_first",
            ),
        ]


class MatterKey(models.Model):
    """The key pair of one matter: public half in clear, private half wrapped for its retention month.

    Deleting the row, and the month's private key, is what makes everything sealed for the matter unreadable. The id is
    random: one that is ordered by time would tell when somebody wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter_kind = models.CharField(max_length=40)
    matter_id = models.UUIDField()
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    month_key_id: uuid.UUID
    month_key = models.ForeignKey(MonthKey, models.PROTECT, related_name="matters")
    public = models.BinaryField(max_length=KEY_BYTES)
    wrapped = models.BinaryField(max_length=WRAPPED_BYTES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter_kind", "matter_id"], name="matterkey_one_each")
        ]


class UsedOpening(models.Model):
    """An opening by which a post has opened a matter, so that it is entered in the record once. Goes with the key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.UUIDField()
    key_id: uuid.UUID
    key = models.ForeignKey(MatterKey, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "key"], name="usedopening_once")]


class KeyBackup(models.Model):
    """A copy of the key file: where it was written, when, and when it was destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=PLACE_LENGTH)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"], name="keybackup_standing", condition=Q(destroyed_at__isnull=True)
            )
        ]
