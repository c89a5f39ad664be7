"""Bringing a case: sealed at once, given to whoever may hold it, its first time limits owed, a code handed out."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments.actions import Drawn
from duecare.audit.actions import record
from duecare.core.calendar import local_date
from duecare.core.errors import BadInput
from duecare.core.ids import random_token
from duecare.grievances import versions
from duecare.grievances.actions.listing import keep_listed
from duecare.grievances.actions.owing import settle
from duecare.grievances.actions.papers import seal_papers
from duecare.grievances.actions.placing import place
from duecare.grievances.actions.providing import procedure_now
from duecare.grievances.actions.words import TEXT, seal_identity, seal_words, tidy
from duecare.grievances.matters import CASE, IDENTITY
from duecare.grievances.models import Case, Concerned, ProcedureVersion, Step
from duecare.grievances.rules import ActKind, Clocks, Identity, Procedure, Role, after, clocks, take
from duecare.grievances.rules.running import Path
from duecare.grievances.standing import calendar_for, event_of
from duecare.grievances.vocabulary import Way
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost
from duecare.receipts.actions import issue
from duecare.vault import actions as vault
from duecare.vault.models import MatterKey
from duecare.vault.rules import months

#: What an entry of the record is about. It never says who brought a case, nor what about.
OBJECT = "case"
NOBODY = Actor(None, "")


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings.

    :param concerned: units it is about; empty when it names none.
    :param received: the unit whose form it is, mostly the root.
    :param place_unit: the unit whose gate it was written at, where a code was scanned.
    :param outside: the number it has in another system.
    :param papers: photographs and papers, in memory; they are sealed like the words.
    """

    way: str
    category: str
    text: str
    received: Unit
    identity: Identity = field(default_factory=Identity)
    concerned: Collection[Unit] = ()
    place_unit: Unit | None = None
    outside: str = ""
    papers: Collection[Drawn] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Registered:
    """A case as it was taken in.

    :param code: the receipt's code, to be shown once; empty when the same was sent before.
    :param outside: nobody here holds it: the body above takes it, and no time limit runs here.
    """

    case: Case
    code: str
    clocks: Clocks
    outside: bool = False


def register_case(
    *, brought: Brought, at: datetime, client_id: uuid.UUID, by: Actor = NOBODY, post: HeldPost | None = None
) -> Registered:
    """Take a case in. It works while the vault is locked, and the same again is the same case.

    :param by: the clerk who takes it in; nobody when its owner writes.
    :raises BadInput: it has no words, or is of no known category or way.
    """
    _check(brought)
    try:
        return _there(client_id) or _register(brought, at, client_id, by, post)
    except IntegrityError:  # sent twice at once
        there = _there(client_id)
        if there is None:
            raise
        return there


def _there(client_id: uuid.UUID) -> Registered | None:
    """What was sent under that number before; its code is not given out again."""
    sent = Step.objects.filter(client_id=client_id, number=1)
    if not sent.exists():
        return None
    first = sent.select_related("case__procedure", "case__root").get()
    return Registered(first.case, "", clocks(_first(first.case, first)))


@transaction.atomic
def _register(
    brought: Brought, at: datetime, client_id: uuid.UUID, by: Actor, post: HeldPost | None
) -> Registered:
    procedure = procedure_now(brought.received.root_id)
    case, (words_key, identity_key) = _new(brought, procedure, at)
    role = Role.CLERK if by.user_id else Role.OWNER
    begins = next(act for act in procedure.procedure.acts if act.kind is ActKind.BEGINS)
    step = Step.objects.create(
        case=case, number=1, act=begins.key, at=at, role=role, client_id=client_id, by_user=by.user_id,
        by_post=post.post_id if post else None,
    )  # fmt: skip
    seal_words(case, step, {TEXT: tidy(brought.text, TEXT)}, words_key)
    seal_papers(case, step, brought.papers)
    seal_identity(case, brought.identity, brought.outside, identity_key)
    routed = place(
        case, concerned=brought.concerned, received=brought.received, recused=frozenset(), at=at, first=True
    )
    before = Path(procedure.procedure, calendar_for(case), at)
    event = event_of(step)
    path = take(before, event)
    settle(case, path, after(before, event), by=by, at=at)
    keep_listed(case)
    record(
        root=case.root_id, verb="grievances.registered", object_kind=OBJECT, object_id=case.id, at=at, actor=by.user_id,
        post=post.post_id if post else None, details={"procedure": procedure.id, "number": case.number},
    )  # fmt: skip
    seen = role is Role.CLERK or brought.way == Way.PROGRAM  # somebody else has the code before its owner
    code = issue(matter_kind=CASE, matter_id=case.id, provisional=seen)
    return Registered(case, code, clocks(path), outside=routed.holder is None)


def _check(brought: Brought) -> None:
    if not tidy(brought.text, TEXT):
        raise BadInput("case-words-missing", _("Write what it is about."), where=TEXT)
    if brought.way not in Way.values:
        raise BadInput("case-way", _("Choose how it came."), where="way")
    if versions.shipped_categories().category(brought.category) is None:
        raise BadInput("case-category", _("Choose what it is about."), where="category")


def _new(brought: Brought, procedure: ProcedureVersion, at: datetime) -> tuple[Case, list[MatterKey]]:
    """The case's row, and its keys: for the words, and for who brought it."""
    received = brought.received
    root = received if received.id == received.root_id else Unit.objects.get(id=received.root_id)
    kept = months.after(
        months.month_of(local_date(at, settings.TIME_ZONE)), settings.DUECARE["DUECARE_CASE_MONTHS"]
    )
    case = Case(
        root=root, number=random_token(40).upper(), procedure=procedure, category=brought.category, way=brought.way,
        received_at=at, stage=_first_stage(procedure.procedure), place_unit=brought.place_unit, keep_until=kept,
    )  # fmt: skip
    case.save(force_insert=True)
    keys = vault.make_keys(matter_kinds=[CASE, IDENTITY], matter_id=case.id, root=root.id, month=kept, at=at)
    Concerned.objects.bulk_create([Concerned(case=case, unit=unit) for unit in brought.concerned])
    return case, keys


def _first_stage(procedure: Procedure) -> str:
    return next(act for act in procedure.acts if act.kind is ActKind.BEGINS).to


def _first(case: Case, step: Step) -> Path:
    return take(Path(case.procedure.procedure, calendar_for(case), step.at), event_of(step))
