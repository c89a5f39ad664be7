"""Cases: in clear are category, stage, deadlines, units and an officer's subject line. All words are sealed.

No row has a resident as its subject; what identifies somebody is sealed apart, in the case's own row for it.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from duecare.grievances.rules import LONGEST_SUBJECT, Procedure, procedure_from
from duecare.grievances.vocabulary import Aim, HoldRole, Way

_read: dict[str, Procedure] = {}


class ProcedureVersion(models.Model):
    """An immutable version of a procedure; ``id`` is the SHA-256 of its content. A case keeps its own."""

    id = models.CharField(primary_key=True, max_length=64)
    key = models.CharField(max_length=40)
    body = models.JSONField()

    @property
    def procedure(self) -> Procedure:
        """The procedure that the content means, read once in a process: equal ids are equal content."""
        if self.id not in _read:
            _read[self.id] = procedure_from(self.body)
        return _read[self.id]


#: The due time of what is not owed.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, asked for in sentences."""

    def held_by(self, units: Any) -> CaseQuerySet:
        """Those that one of the units holds now, in whatever role but that of the unit concerned."""
        held = Hold.objects.filter(unit__in=units, until=None).exclude(role=HoldRole.CONCERNED)
        return self.filter(id__in=held.values("case"))


class Case(models.Model):
    """A grievance, request or suggestion that somebody brought.

    :ivar number: opaque, random, shown to staff; it is not the receipt's code and opens nothing.
    :ivar policy: key of the policy that it is about, of those that the plan lists; an officer's choice.
    :ivar subject: the officer's line, checked against the sealed identity; empty until one is written.
    :ivar stage: key of the procedure's stage, folded from the steps; ``ended`` whether it rests.
    :ivar keep_until: first day of the retention month, at the end of which the keys are destroyed.
    :ivar time_acts_at: when a wait is over and takes effect by itself, as a withdrawal does; None when none runs.
    :ivar place_unit: the unit whose gate it was written at, where a code was scanned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=12)
    procedure_id: str
    procedure = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=40)
    policy = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=16, choices=Way.choices)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    received_at = models.DateTimeField()
    stage = models.CharField(max_length=40)
    ended = models.BooleanField(default=False)
    time_acts_at = models.DateTimeField(null=True)
    place_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    keep_until = models.DateField()
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="case_way"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(subject=""), name="case_forgotten_without_subject"
            ),
        ]
        indexes = [
            models.Index(
                fields=["root", "policy"], name="case_of_policy", condition=~Q(policy="") & Q(ended=False)
            ),
            models.Index(fields=["keep_until"], name="case_to_forget", condition=Q(forgotten_at=None)),
            models.Index(
                fields=["time_acts_at"], name="case_time_acts", condition=Q(time_acts_at__isnull=False)
            ),
        ]


class Concerned(models.Model):
    """A unit that a case is about. It never handles it, and neither does anything below it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="concerned")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="concerned_once")]


class Hold(models.Model):
    """Who holds a case, in which role, from when to when. Only who holds it now can read it.

    The last three are the case's place on the desk, so that a long list is read along one index; actions keep them.

    :ivar unit: None for the body above the root that the plan names.
    :ivar due_at: of the first step that the unit owes; :data:`NEVER` when it owes none, or all of it stands still.
    :ivar rests: the case has ended and the unit owes nothing more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id: uuid.UUID
    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    unit_id: uuid.UUID | None
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=16, choices=HoldRole.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=NEVER)
    rests = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=HoldRole.values), name="hold_role"),
            models.UniqueConstraint(
                fields=["case", "role"],
                name="hold_one_of_a_role",
                condition=Q(until=None) & ~Q(role__in=["concerned", "joint"]),
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], name="hold_jointly_once", condition=Q(until=None, role="joint")
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "case"], name="hold_now", condition=Q(until=None)),
            models.Index(
                fields=["unit", "rests", "due_at", "-received_at", "case"],
                name="hold_on_desk",
                condition=Q(until=None),
            ),
        ]


class Step(models.Model):
    """An act that was done, as the rules fold it: see :class:`duecare.grievances.rules.Event`. It holds no words.

    :ivar by_user: who of the staff did it; None for the owner, whom nothing identifies, and for time.
    :ivar lead_post: the post that answers for the case's result from this step on; posts, not people, are named.
    :ivar aims_at: of a recusal that the owner asks for, at which post (:class:`Aim`); it does not decide on it.
    :ivar seen_by_owner: whether the owner's page shows it; internal notes are not shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id: uuid.UUID
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    role = models.CharField(max_length=16)
    level = models.SmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    excuses = models.UUIDField(null=True)
    aims_at = models.CharField(max_length=8, choices=Aim.choices, blank=True)
    lead_post = models.UUIDField(null=True)
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    client_id = models.UUIDField()
    seen_by_owner = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(aims_at__in=["", *Aim.values]), name="case_step_aim"),
            models.UniqueConstraint(fields=["case", "number"], name="case_step_in_order"),
            models.UniqueConstraint(fields=["case", "client_id"], name="case_step_once"),
            models.UniqueConstraint(fields=["client_id"], name="case_registered_once", condition=Q(number=1)),
        ]


class Owed(models.Model):
    """Which obligation belongs to which limit of which case; ``started`` tells one running of a limit from the next.

    Several units that are asked owe the same limit, each under a number of its own.
    """

    obligation_id: uuid.UUID
    obligation = models.OneToOneField(
        "obligations.Obligation", models.PROTECT, primary_key=True, related_name="case_owed"
    )
    case_id: uuid.UUID
    case = models.ForeignKey(Case, models.PROTECT, related_name="owed")
    limit = models.CharField(max_length=40)
    started = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "limit", "started"], name="case_limit_owed")]
