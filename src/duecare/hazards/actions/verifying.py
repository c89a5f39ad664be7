"""Verifying on the spot that a hazard is gone: by somebody else than who put it right."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments.actions import Developed, keep_until
from duecare.core.errors import NotAllowed
from duecare.hazards import rules, terms
from duecare.hazards.actions.held import above, hold, require_state, words
from duecare.hazards.actions.owing import done, owe, owe_rectification
from duecare.hazards.actions.steps import MATTER, write
from duecare.hazards.kinds import VERIFY
from duecare.hazards.models import Commitment, Hazard, Step
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost


@transaction.atomic
def verify(
    *,
    hazard_id: uuid.UUID,
    passed: bool,
    by: Actor,
    at: datetime,
    text: str = "",
    photographs: Collection[Developed] = (),
) -> Hazard:
    """Close it out, or open it again with its old deadline.

    :param text: what was seen; needed when it has not passed.
    :raises NotAllowed: ``by`` put it right, or may not verify it; some only the level above does.
    :raises Conflict: there is nothing to verify.
    """
    hazard = hold(hazard_id, by)
    post = rights.require(by, "hazards.verify", verified_from(hazard).lineage)
    require_state(hazard, "put_right")
    if not rules.may_verify(by.user_id, hazard.put_right_by):
        raise NotAllowed("own-rectification", _("Somebody else verifies what you have put right."))
    text = words(text, rules.TEXT_LENGTH, "text", required=not passed)
    kind = "verified" if passed else "failed"
    step = write(hazard, kind, by=by, at=at, post=post, text=text, photographs=photographs)
    done(hazard, VERIFY.key, by=by, at=at)
    if passed:
        hazard.closed_at = at
        forget_later(hazard, at)
    else:
        hazard.reopened += 1
        hazard.put_right_at = hazard.put_right_by = None
        last = Commitment.objects.filter(hazard=hazard).order_by("at", "id").last()
        owe_rectification(hazard, step.id, at, last.post if last else "leader")
    hazard.save(update_fields=["closed_at", "reopened", "put_right_at", "put_right_by", "forget_at"])
    return hazard


def verified_from(hazard: Hazard) -> Unit:
    """The unit whose posts, or those above it, may verify: the level above where the terms say so, or where nobody
    knows who put it right.
    """
    higher = terms.verified_above(hazard.terms, hazard.level)
    known = hazard.put_right_at is None or hazard.put_right_by is not None
    return above(hazard.unit) if rules.verified_above(higher, False, known) else hazard.unit


def owe_verification(hazard: Hazard, step: Step, post: HeldPost | None, at: datetime) -> None:
    """Let somebody else owe it: the unit, or the level above where the unit could only judge itself."""
    by_leader = post is not None and post.kind == "leader" and post.unit_id == hazard.unit_id
    upper = above(hazard.unit)
    higher = rules.verified_above(terms.verified_above(hazard.terms, hazard.level), by_leader)
    debtor = upper if higher else hazard.unit
    owe(
        hazard,
        VERIFY.key,
        debtor=debtor,
        creditor=above(debtor),
        because=step.id,
        due_at=at + rules.TO_VERIFY,
        at=at,
    )


def forget_later(hazard: Hazard, at: datetime) -> None:
    """Set when its words and photographs go; unsaved."""
    hazard.forget_at = at + rules.WORDS_KEPT
    for step_id in Step.objects.filter(hazard=hazard).values_list("id", flat=True):
        keep_until(matter_kind=MATTER, matter_id=step_id, until=hazard.forget_at)
