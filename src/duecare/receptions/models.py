"""Reception days as the plan asks for them, the single days, and the numbers taken for them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from duecare.core.ids import uuid7
from duecare.receptions.rules import MOST_COME_IN, RECEIVED, times

#: Why a day is not held whose time the plan has changed.
PLAN_CHANGED = noop("The plan has changed.")


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, asked for in sentences."""

    def standing(self) -> SeriesQuerySet:
        """Those the plan in force still asks for."""
        return self.filter(ended_at=None)


class Series(models.Model):
    """Reception days that a programme's plan asks for, as applied last.

    ``body`` is its value in the plan file; ``terms`` is the same worked out, see :mod:`duecare.receptions.plan.terms`.
    Days up to ``through`` have been published; what begins at or before ``since`` is not asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    body = models.JSONField()
    terms = models.JSONField()
    since = models.DateTimeField()
    through = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[SeriesQuerySet] = SeriesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="reception_series_once")]

    @property
    def strand(self) -> str:
        """What its obligations are counted under."""
        return f"{self.programme}/reception/{self.key}"


class Day(models.Model):
    """A day on which a unit receives people.

    :ivar on: the local day that the plan asks for; of a day moved elsewhere, the day it was moved to.
    :ivar minutes: how long each number has; a plan that changes it leaves numbers that were taken their times.
    :ivar asked: whether the duty to hold it has been made, or the plan asks for none any more.
    :ivar called_off_at: it is not held then; ``why`` is published, and ``instead`` when it is held.
    :ivar held_at: when the unit said that it was held; ``received`` how many came, in steps (:data:`RECEIVED`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series_id: uuid.UUID
    series = models.ForeignKey(Series, models.PROTECT, related_name="days", db_index=False)
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    on: models.DateField[date, date] = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    asked = models.BooleanField(default=False)
    called_off_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    instead = models.OneToOneField("self", models.PROTECT, null=True, related_name="in_place_of")
    held_at = models.DateTimeField(null=True)
    received = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "unit", "starts_at"], name="reception_day_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="reception_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, received="") | Q(held_at__isnull=False, received__in=RECEIVED),
                name="reception_held_says_how_many",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(called_off_at=None), name="reception_held_or_called_off"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="reception_to_ask", condition=Q(asked=False)),
            models.Index(fields=["called_off_at"], name="reception_to_forget", condition=~Q(why="")),
        ]

    @property
    def terms(self) -> dict[str, Any]:
        """What the plan says of it."""
        return dict(self.series.terms)

    @property
    def times(self) -> list[datetime]:
        """The times that can be taken; a ticket's number is the place in this list, from 1."""
        return times(self.starts_at, self.ends_at, self.minutes)

    @property
    def reason(self) -> str:
        """Why it is not held, in the reader's language where the program said it."""
        return str(_(PLAN_CHANGED)) if self.why == PLAN_CHANGED else self.why


class Ticket(models.Model):
    """A number for a time on a day, without a name. It is gone the next day (charter, rule 5).

    :ivar check_sign: four signs that the slip shows too, so that nobody comes under another's number.
    :ivar coming: how many come in together.
    :ivar client_id: the form's own number, so that a second click takes no second time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day_id: uuid.UUID
    day = models.ForeignKey(Day, models.CASCADE, related_name="tickets")
    number = models.PositiveSmallIntegerField()
    check_sign = models.CharField(max_length=4)
    coming = models.PositiveSmallIntegerField(default=1)
    client_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="reception_time_once"),
            models.CheckConstraint(
                condition=Q(coming__gte=1, coming__lte=MOST_COME_IN), name="reception_come_in"
            ),
        ]
