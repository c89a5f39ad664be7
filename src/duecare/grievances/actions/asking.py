"""Asking the unit concerned, in the officer's own words; it sees nothing of the case but the question."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.grievances import kinds
from duecare.grievances.actions.acting import act_on_case, do, held, lock
from duecare.grievances.actions.following import holder_of
from duecare.grievances.actions.given import Given
from duecare.grievances.actions.owing import owe
from duecare.grievances.actions.registering import OBJECT
from duecare.grievances.actions.words import TEXT, require_silent, tidy
from duecare.grievances.holding import Standing, answering, number_of
from duecare.grievances.holding import path as place_of
from duecare.grievances.matters import INQUIRY
from duecare.grievances.models import Case, Inquiry, Owed, Step
from duecare.grievances.rules import ActKind, Event, Role, clocks, why_not
from duecare.grievances.standing import path_of
from duecare.obligations import actions as kernel
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost
from duecare.orgs.vocabulary import PostKind
from duecare.vault import actions as vault
from duecare.vault.sealing import seal


@transaction.atomic
def inquire(
    *, case_id: uuid.UUID, unit: Unit, question: str, by: Actor, at: datetime, client_id: uuid.UUID
) -> Inquiry:
    """Ask a unit that the case is about. The question is checked against the sealed identity.

    :raises BadInput: there is no question, it gives the owner away, or the case is not about that unit.
    :raises NotFound, NotAllowed, Conflict, Locked: as for any act.
    """
    question = tidy(question, TEXT)
    if not question:
        raise BadInput("inquiry-words", _("Write what you need to know, in your own words."), where=TEXT)
    case, _mine = held(case_id, by)
    if not case.concerned.filter(unit=unit).exists():
        raise BadInput("inquiry-unit", _("The case is not about this unit."), where="unit")
    require_silent(case, {TEXT: question}, at)
    act = next(one for one in case.procedure.procedure.acts if one.kind is ActKind.INQUIRES)
    before = Step.objects.filter(case=case, client_id=client_id, act=act.key).first()
    step = act_on_case(case_id=case_id, act=act.key, given=Given(), by=by, at=at, client_id=client_id)
    if before is not None:
        return Inquiry.objects.get(id=uuid.uuid5(step.id, "inquiry"))
    inquiry = Inquiry(id=uuid.uuid5(step.id, "inquiry"), case=case, unit=unit, asked_at=at)
    key = vault.make_key(
        matter_kind=INQUIRY, matter_id=inquiry.id, root=case.root_id, month=case.keep_until, at=at
    )
    inquiry.question = seal(key=key, field="question", row=inquiry.id, plain=question)
    inquiry.save(force_insert=True)
    _owe(case, inquiry, unit, at)
    return inquiry


def _owe(case: Case, inquiry: Inquiry, unit: Unit, at: datetime) -> None:
    clock = next((one for one in clocks(path_of(case, at)).running if one.of is Role.CONCERNED), None)
    if clock is not None:
        owe(
            case, clock, unit, kinds.INQUIRY.key, post=PostKind.LEADER, at=at,
            number=number_of(inquiry), creditor=holder_of(case),
        )  # fmt: skip


@transaction.atomic
def answer_inquiry(*, inquiry_id: uuid.UUID, answer: str, by: Actor, at: datetime) -> Inquiry:
    """Answer for the unit concerned, once; what was answered stays.

    :raises NotFound: there is none that ``by`` may see. :raises Conflict: it was answered. :raises BadInput: no words.
    """
    found = Inquiry.objects.select_for_update(of=("self",)).select_related("unit")
    inquiry = found.filter(id=inquiry_id).first()
    post = answering(by, inquiry.unit) if inquiry else None
    if inquiry is None or post is None:
        raise NotFound("inquiry-unknown", _("There is no such inquiry."))
    answer = tidy(answer, TEXT)
    if not answer:
        raise BadInput("inquiry-answer", _("Write the answer."), where=TEXT)
    if inquiry.answered_at is not None:
        raise Conflict("inquiry-answered", _("This inquiry was answered; that answer stays."))
    key = vault.key_of(matter_kind=INQUIRY, matter_id=inquiry.id)
    inquiry.answer = seal(key=key, field="answer", row=inquiry.id, plain=answer)
    inquiry.answered_at, inquiry.answered_by = at, by.user_id
    inquiry.save(update_fields=["answer", "answered_at", "answered_by"])
    _answered(inquiry, by, at, post)
    _end_clock(inquiry, by, at, post)
    return inquiry


def _end_clock(inquiry: Inquiry, by: Actor, at: datetime, post: HeldPost) -> None:
    """The limit ends when the last unit that was asked has answered; an answer after the reply moves nothing."""
    if Inquiry.objects.filter(case=inquiry.case_id, answered_at=None).exists():
        return
    case = lock(inquiry.case_id)
    path = path_of(case, at)
    act = next(one for one in path.procedure.acts if one.kind is ActKind.ANSWERS_INQUIRY)
    standing = Standing(Role.CONCERNED, post, len(place_of(inquiry.unit.lineage)))
    event = Event(act.key, at, standing.role, str(by.user_id), standing.level)
    if why_not(path, event) is None:
        do(case, path, act, Given(), {}, by, at, uuid.uuid5(inquiry.id, "answer"), standing)


def _answered(inquiry: Inquiry, by: Actor, at: datetime, post: HeldPost) -> None:
    owed = Owed.objects.filter(
        case=inquiry.case_id,
        obligation__number=number_of(inquiry),
        obligation__kind=kinds.INQUIRY.key,
        obligation__closed_at=None,
    )
    for one in owed:
        kernel.discharge(obligation_id=one.obligation_id, by=by, at=at)
    record(
        root=inquiry.unit.root_id, verb="grievances.inquiry-answered", object_kind=OBJECT, object_id=inquiry.id, at=at,
        actor=by.user_id, post=post.post_id, details={},
    )  # fmt: skip
