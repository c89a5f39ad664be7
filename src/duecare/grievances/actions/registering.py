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
from duecare.grievances.actions.owing import begin, settle
from duecare.grievances.actions.papers import seal_papers
from duecare.grievances.actions.placing import taker
from duecare.grievances.actions.providing import procedure_now
from duecare.grievances.actions.words import TEXT, seal_identity, seal_words, tidy
from duecare.grievances.matters import CASE, IDENTITY
from duecare.grievances.models import Case, Concerned, ProcedureVersion, Step
from duecare.grievances.rules import (
    ActKind,
    Clocks,
    Consequence,
    Identity,
    Procedure,
    Role,
    after,
    clocks,
    take,
)
from duecare.grievances.rules.running import Path
from duecare.grievances.standing import calendar_for, event_of
from duecare.grievances.vocabulary import Way
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost
from duecare.receipts.actions import issue
from duecare.vault import actions as vault
from duecare.vault.models import MonthKey
from duecare.vault.rules import months
from duecare.web import rows

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
    if rows.find(Step, client_id=client_id, number=1) is None:
        return None
    sent = Step.objects.select_related("case__procedure", "case__root")
    first = sent.get(client_id=client_id, number=1)
    return Registered(first.case, "", clocks(_first(first.case, first)))


@transaction.atomic
def _register(
    brought: Brought, at: datetime, client_id: uuid.UUID, by: Actor, post: HeldPost | None
) -> Registered:
    """Read what has to be known, then write all of it without waiting for answers."""
    case = _new(brought, procedure_now(brought.received.root_id), at)
    month_key = vault.hold_month(month=case.keep_until, at=at)
    step = _begins(case, client_id, by, post)
    before = Path(case.procedure.procedure, calendar_for(case), at)
    path = take(before, event_of(step))
    opened = after(before, event_of(step)).opened
    holder = taker(case, concerned=brought.concerned, received=brought.received, at=at)
    with rows.unanswered():
        _write(case, step, brought, month_key)
        others = begin(case, holder, opened, at)
        record(
            root=case.root_id, verb="grievances.registered", object_kind=OBJECT, object_id=case.id, at=at,
            actor=by.user_id, post=step.by_post, details={"procedure": case.procedure_id, "number": case.number},
        )  # fmt: skip
        seen = bool(by.user_id) or brought.way == Way.PROGRAM  # somebody else has the code before its owner
        code = issue(matter_kind=CASE, matter_id=case.id, provisional=seen)
    if others:
        settle(case, path, Consequence(path.procedure.stage(path.stage), tuple(others), (), ()), by=by, at=at)
        keep_listed(case)
    return Registered(case, code, clocks(path), outside=holder is None)


def _begins(case: Case, client_id: uuid.UUID, by: Actor, post: HeldPost | None) -> Step:
    """The first step, by the owner or by the clerk who takes it in."""
    act = next(one for one in case.procedure.procedure.acts if one.kind is ActKind.BEGINS)
    return Step(
        case=case, number=1, act=act.key, at=case.received_at, role=Role.CLERK if by.user_id else Role.OWNER,
        client_id=client_id, by_user=by.user_id, by_post=post.post_id if post else None,
    )  # fmt: skip


def _write(case: Case, step: Step, brought: Brought, month_key: MonthKey) -> None:
    """The case, its keys, and what was written: the words under one key, who brought it under the other."""
    words_key, identity_key = vault.new_keys(
        matter_kinds=[CASE, IDENTITY], matter_id=case.id, root=case.root_id, month_key=month_key
    )
    rows.insert(case)
    rows.insert(words_key, identity_key)
    rows.insert(*(Concerned(case=case, unit=unit) for unit in brought.concerned))
    rows.insert(step)
    seal_words(case, step, {TEXT: tidy(brought.text, TEXT)}, words_key)
    seal_papers(case, step, brought.papers, words_key)
    seal_identity(case, brought.identity, brought.outside, identity_key)


def _check(brought: Brought) -> None:
    if not tidy(brought.text, TEXT):
        raise BadInput("case-words-missing", _("Write what it is about."), where=TEXT)
    if brought.way not in Way.values:
        raise BadInput("case-way", _("Choose how it came."), where="way")
    if versions.shipped_categories().category(brought.category) is None:
        raise BadInput("case-category", _("Choose what it is about."), where="category")


def _new(brought: Brought, procedure: ProcedureVersion, at: datetime) -> Case:
    """The case's row, not written yet."""
    received = brought.received
    root = received if received.id == received.root_id else Unit.objects.get(id=received.root_id)
    kept = months.after(
        months.month_of(local_date(at, settings.TIME_ZONE)), settings.DUECARE["DUECARE_CASE_MONTHS"]
    )
    return Case(
        root=root, number=random_token(40).upper(), procedure=procedure, category=brought.category, way=brought.way,
        received_at=at, stage=_first_stage(procedure.procedure), place_unit=brought.place_unit, keep_until=kept,
    )  # fmt: skip


def _first_stage(procedure: Procedure) -> str:
    return next(act for act in procedure.acts if act.kind is ActKind.BEGINS).to


def _first(case: Case, step: Step) -> Path:
    return take(Path(case.procedure.procedure, calendar_for(case), step.at), event_of(step))
