"""Saying that a task is done or a meeting was held."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotFound
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost
from duecare.tasks.actions.forgetting import NOTE, NOTES_KEPT
from duecare.tasks.kinds import OF_SECTION
from duecare.tasks.models import Completion
from duecare.tasks.queries import form_of
from duecare.tasks.rules import NOTE_LENGTH


@transaction.atomic
def complete(
    *, obligation_id: uuid.UUID, by: Actor, at: datetime, note: str = "", headcount: int | None = None
) -> Completion:
    """Say that it is done. The same again by the same person is the same completion.

    :param at: when the request came in; it decides whether it was late.
    :param note: at most 300 characters, no persons.
    :param headcount: how many people took part, where the plan asks for it; a missing one is not a zero.
    :raises NotFound: there is no such task, or none that ``by`` may complete.
    :raises BadInput: the note or the number is missing, or too long.
    :raises Conflict: it has ended already.
    """
    obligation = Obligation.objects.filter(id=obligation_id, kind__in=_KINDS).first()
    if obligation is None or not rights.may(by, "tasks.complete", obligation.lineage):
        raise NotFound("task-unknown", _("There is no such task."))
    post = rights.require(by, "tasks.complete", obligation.lineage)
    note = " ".join(note.split())
    before = Completion.objects.filter(obligation=obligation, by_user=by.user_id).first()
    if before and (before.note, before.headcount) == (note, headcount):
        return before
    _check(form_of(obligation), note, headcount)
    kernel.discharge(obligation_id=obligation.id, by=by, at=at)
    done = Completion.objects.create(
        obligation=obligation,
        note=note,
        headcount=headcount,
        received_at=at,
        by_user=by.user_id,
        by_post=post.post_id if post else None,
        forget_at=at + NOTES_KEPT if note else None,
    )
    _record(done, obligation, by, post)
    return done


def _record(done: Completion, obligation: Obligation, by: Actor, post: HeldPost | None) -> None:
    """Two entries when there is a note: its words are erased after 90 days, what was done stays."""
    entries: list[tuple[str, str, object, dict[str, object]]] = [
        ("tasks.completed", "obligation", obligation.id, {"headcount": done.headcount})
    ]
    if done.note:
        entries.append(("tasks.noted", NOTE, done.id, {"note": done.note}))
    for verb, kind, about, details in entries:
        record(
            root=obligation.root_id,
            verb=verb,
            object_kind=kind,
            object_id=about,
            at=done.received_at,
            actor=by.user_id,
            post=post.post_id if post else None,
            details=details,
        )


_KINDS = [kind.key for kind in OF_SECTION.values()]


def _check(form: dict[str, str], note: str, headcount: int | None) -> None:
    if form["note"] == "required" and not note:
        raise BadInput("note-missing", _("Say in a few words how it was done."), where="note")
    if len(note) > NOTE_LENGTH:
        raise BadInput("note-too-long", _("At most %(most)s characters."), where="note", most=NOTE_LENGTH)
    if form["headcount"] == "required" and headcount is None:
        raise BadInput("headcount-missing", _("Say how many people took part."), where="headcount")
    if headcount is not None and not 0 <= headcount <= 1_000_000:
        raise BadInput("headcount-impossible", _("That can't be a number of people."), where="headcount")
