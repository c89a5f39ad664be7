"""People who work with the program, and the posts they hold."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7
from duecare.orgs.models.units import Post, Unit
from duecare.orgs.rules import tidy_username


class UserManager(BaseUserManager["User"]):
    """Finds people by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=tidy_username(username or ""))


class User(AbstractBaseUser):
    """Someone who signs in. Staff only: no resident is ever a row here.

    ``home`` is the unit that keeps the account: whoever manages that unit enrols the person and helps when a
    device is lost. When somebody last signed in is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    home = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    last_login = None

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the person may still sign in."""
        return self.left_at is None

    def __str__(self) -> str:
        return self.name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, asked for in sentences."""

    def holding(self, at: datetime) -> AppointmentQuerySet:
        """Those in force at ``at``, deputies included: from ``starts_at`` on, no longer at ``ends_at``."""
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at, user__left_at=None, post__closed_at=None
        )

    def not_over(self, at: datetime) -> AppointmentQuerySet:
        """Those in force at ``at`` or beginning later."""
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
        )


class Appointment(models.Model):
    """One person holds one post from a time until a time; a deputy stands in for some days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    deputy = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(deputy=False) | Q(ends_at__isnull=False), name="deputy_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["post", "ends_at"], name="appointment_by_post")]
