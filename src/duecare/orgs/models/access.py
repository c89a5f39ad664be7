"""Getting in: enrolment links, sessions and the lock on a guessed password."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from duecare.core.ids import uuid7
from duecare.orgs.models.people import User


class EnrolmentLink(models.Model):
    """A one-time secret that lets its owner choose a password; only its keyed hash is stored.

    ``recovery`` links also take away the old password, second factors and sessions when they are made.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="enrolment_links")
    token_hash = models.CharField(max_length=64, unique=True)
    recovery = models.BooleanField(default=False)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInLock(models.Model):
    """Wrong passwords in a row for one sign-in name, known or not, by the name's keyed hash.

    Neither the address nor the browser they came from is stored.
    """

    name_hash = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class Session(AbstractBaseSession):
    """A signed-in browser. ``device`` is its class in words the code made ("phone · Chrome"); no address is kept."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(null=True)

    @property
    def browser(self) -> str:
        """Family of the browser, empty when unknown."""
        return self.device.partition("/")[2]
