"""Sending a report back, once, with a question; answering it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotAllowed
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost
from duecare.reports.actions.held import Held, hold_report, no_such_report
from duecare.reports.actions.refusals import answered_before, asked_before, not_filed_yet, not_yours_to_file
from duecare.reports.models import Question, Submission
from duecare.reports.rules import plain

KIND = "reports.question"
ANSWER_WITHIN = timedelta(hours=4)
LONGEST = 500
_TEXTS_KEPT = timedelta(days=90)


def ask_question(
    *, obligation_id: uuid.UUID, text: str, by: Actor, at: datetime, due_at: datetime | None = None
) -> Question:
    """Send a report back with a question, which the unit then owes an answer to; what was filed goes on counting.

    :param due_at: when the answer is due; 4 hours on when not given.
    :raises NotAllowed: the actor answers for no unit above.
    :raises Conflict: it was not filed yet, or was sent back before.
    :raises BadInput: there is no text, or too much of it, or the answer would be due before it is asked.
    """
    with transaction.atomic():
        held = hold_report(obligation_id, by)
        post = above(by, "reports.question", held.debtor_lineage)
        about = Submission.objects.filter(obligation=held.row, latest=True).first()
        if about is None:
            raise not_filed_yet()
        if Question.objects.filter(obligation=held.row).exists():
            raise asked_before()
        words = _words(text)
        owed = _owe_answer(held, about, post, at, due_at or at + ANSWER_WITHIN)
        question = Question.objects.create(
            obligation=held.row,
            owed=owed,
            about=about,
            text=words,
            asked_by_id=person(by),
            asked_post_id=post.post_id,
            asked_at=at,
            forget_at=at + _TEXTS_KEPT,
        )
        _record("reports.asked", held.row, about.version, by, post, at)
    return question


def answer_question(*, obligation_id: uuid.UUID, text: str, by: Actor, at: datetime) -> Question:
    """Answer in words, leaving the figures as they are; a correction answers by itself.

    :param obligation_id: of the answer that is owed (kind ``reports.question``).
    :raises Conflict: it has been answered.
    """
    with transaction.atomic():
        question = Question.objects.filter(owed=obligation_id).first()
        if question is None:
            raise no_such_report()
        held = hold_report(question.obligation_id, by)
        post = _answering(by, held.debtor_lineage)
        question.refresh_from_db(fields=["answered_at"])
        if question.answered_at is not None:
            raise answered_before()
        question.answer = _words(text)
        _close(question, by, post, at)
        _record("reports.answered", held.row, held.row.pk, by, post, at)
    return question


def answered_by_correction(kept: Submission, by: Actor, post: HeldPost) -> None:
    """Let a correction answer the open question about its report; in the caller's transaction."""
    question = Question.objects.filter(obligation=kept.obligation_id, answered_at=None).first()
    if question is not None:
        question.correction = kept
        _close(question, by, post, kept.received_at)


def person(by: Actor) -> uuid.UUID:
    """Who acts; the program itself files and asks nothing. :raises NotAllowed: it is nobody."""
    if by.user_id is None:
        raise not_yours_to_file()
    return by.user_id


def above(by: Actor, right: str, lineage: str) -> HeldPost:
    """The post above the unit, not in it, by which the actor acts.

    :raises NotAllowed: there is none.
    """
    carrying = by.carrying(rights.all_rights()[right])
    found = [post for post in carrying if post.covers(lineage) and post.lineage != lineage]
    if not found:
        raise NotAllowed("no-right", _("None of your posts may do this for that unit."))
    return max(found, key=lambda post: len(post.lineage))


def _answering(by: Actor, lineage: str) -> HeldPost:
    for right in ("reports.file", "reports.file_for"):
        if rights.may(by, right, lineage):
            post = rights.require(by, right, lineage)
            if post is not None:
                return post
    raise not_yours_to_file()


def _words(text: str) -> str:
    words = plain(text, keep_lines=True)
    if not words:
        raise BadInput("reports.no-text", _("Write a sentence or two."), where="text")
    if len(words) > LONGEST:
        raise BadInput("reports.long-text", _("At most %(max)d characters."), where="text", max=LONGEST)
    return words


def _owe_answer(held: Held, about: Submission, post: HeldPost, at: datetime, due_at: datetime) -> Obligation:
    if due_at <= at:
        raise BadInput("reports.due-before", _("The answer would be due before it is asked."), where="due_at")
    row = held.row
    series = row.strand.rsplit("/", 1)[0]
    draft = Draft(
        kind=KIND,
        origin=f"{row.origin}/question",
        root_id=row.root_id,
        debtor_id=row.debtor_id,
        lineage=held.debtor_lineage,
        creditor_id=post.unit_id,
        post=row.post,
        title=f"答复:{row.title}"[:160],
        title_en=f"Answer: {row.title_en or row.title}"[:200],
        basis=row.basis,
        programme=row.programme,
        strand=f"{series}/question",
        slot=row.slot,
        opens_at=at,
        due_at=due_at,
        ladder_id=row.ladder_id,
    )
    kernel.open_many(drafts=[draft], at=at)
    return Obligation.objects.get(origin=draft.origin)


def _close(question: Question, by: Actor, post: HeldPost, at: datetime) -> None:
    question.answered_by_id, question.answered_post_id, question.answered_at = by.user_id, post.post_id, at
    question.save(update_fields=["answer", "correction", "answered_by", "answered_post", "answered_at"])
    owed = Obligation.objects.select_for_update().get(pk=question.owed_id)
    if owed.closed_at is None:
        kernel.discharge(obligation_id=owed.pk, by=by, at=at, held=owed)


def _record(verb: str, row: Obligation, about: object, by: Actor, post: HeldPost, at: datetime) -> None:
    record(
        root=row.root_id,
        verb=verb,
        object_kind="obligation",
        object_id=row.pk,
        at=at,
        actor=by.user_id,
        post=post.post_id,
        details={"origin": row.origin, "about": str(about)},
    )
