"""The roster: what was searched, drawn up and published, and who stands what as of now."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7


class Roster(models.Model):
    """The roster that one unit keeps for an arrangement: for itself, or for several sites.

    ``revision`` grows with everything that changes who stands what or may stand it, and is the token by which
    somebody who edits learns that it changed meanwhile; whoever changes it holds the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement_id: uuid.UUID
    arrangement = models.ForeignKey("duty.Arrangement", models.PROTECT, related_name="rosters")
    keeper_id: uuid.UUID
    keeper = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrangement", "keeper"], name="roster_once")]


class Search(models.Model):
    """One run of the solver: a job of the process ``work``.

    It waits until ``started_at``, runs while ``beat_at`` is fresh, and has ended at ``ended_at`` as found, impossible,
    nothing, stopped, failed or not-installed. ``problem``, ``progress`` and ``answer`` are what
    :mod:`duecare.duty.solve` reads and writes; ``people`` are the watchkeepers' ids by the solver's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="searches")
    problem = models.JSONField()
    revision = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stop_asked_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)
    answer = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster"], name="search_one_at_a_time", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(
                    ended_as__in=["", "found", "impossible", "nothing", "stopped", "failed", "not-installed"]
                ),
                name="search_ended_as",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="search_waiting", condition=Q(ended_at=None))]


class Draft(models.Model):
    """A roster being drawn up: edited freely, seen by those who keep it, no promise to anybody.

    ``cells``: by watchkeeper id, the kind of watch on each day of the period or "". ``source``: search, hand, file or
    edition. ``told``: what the search said of it (objective, bound, seconds). ``base``: the cells that held at revision
    ``based_on``, against which is seen what changed since.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10)
    search = models.ForeignKey(Search, models.PROTECT, null=True, related_name="+")
    cells = models.JSONField()
    told = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField()
    edits = models.PositiveIntegerField(default=0)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="draft_number_once")]


class Edition(models.Model):
    """A roster as it was published: a promise. It is never changed; a later one takes its place.

    ``cells`` as in :class:`Draft`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    published_by = models.UUIDField(null=True)
    published_post = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="edition_number_once")]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, asked for in sentences."""

    def standing(self) -> AssignmentQuerySet:
        """Those that hold: nothing has taken their place."""
        return self.filter(ended_at=None)

    def on_watch(self, at: datetime) -> AssignmentQuerySet:
        """Those whose watch runs at ``at``."""
        return self.standing().filter(starts_at__lte=at, ends_at__gt=at)


class Assignment(models.Model):
    """One person stands one watch in one post, by the roster or by what changed it since. Who is on duty is read here.

    ``came_by``: edition, swap, cover, taken, manager or plan; ``ended_by`` likewise, or leave or post. ``uid`` is its
    event in calendars; ``sequence`` grows with each change that a calendar has to be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="assignments", db_index=False)
    watchkeeper_id: uuid.UUID
    watchkeeper = models.ForeignKey("duty.Watchkeeper", models.PROTECT, related_name="assignments")
    user_id: uuid.UUID
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+", db_index=False)
    site_id: uuid.UUID
    site = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    shift = models.CharField(max_length=20)
    post = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    came_by = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Assignment]] = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "user", "day"], name="assignment_one_a_day", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "starts_at"], name="assignment_now", condition=Q(ended_at=None)),
            models.Index(fields=["user", "starts_at"], name="assignment_of_person"),
            models.Index(fields=["roster", "day"], name="assignment_of_roster", condition=Q(ended_at=None)),
        ]
