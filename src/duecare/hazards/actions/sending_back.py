"""The level above sends the commitments for a major hazard back with a question instead of accepting them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotAllowed
from duecare.hazards import rules, terms
from duecare.hazards.actions.held import above, given_last, hold, of_above, require_state, words
from duecare.hazards.actions.owing import done, first_due, owe
from duecare.hazards.actions.steps import write
from duecare.hazards.kinds import ACCEPT, COMMIT
from duecare.hazards.models import Hazard
from duecare.orgs.rules import Actor


@transaction.atomic
def send_back(*, hazard_id: uuid.UUID, question: str, by: Actor, at: datetime) -> Hazard:
    """Ask about the commitments as given last, once: they stay, and new ones are owed, a day from now at the soonest.

    :raises NotAllowed: ``by`` does not stand above the unit, or gave them.
    :raises BadInput: there is no question.
    :raises Conflict: there are none, they have been sent back already, or they are accepted.
    """
    hazard = hold(hazard_id, by)
    post = of_above(by, hazard)
    require_state(hazard, "found")
    given = given_last(hazard)
    if not rules.may_verify(by.user_id, given.by_user):
        raise NotAllowed("own-commitment", _("Somebody else judges what you have committed to."))
    question = words(question, rules.TEXT_LENGTH, "question")
    given.sent_back_at = at
    given.save(update_fields=["sent_back_at"])
    step = write(
        hazard, "sent_back", by=by, at=at, post=post, text=question, facts={"commitments": str(given.id)}
    )
    done(hazard, ACCEPT.key, by=by, at=at)
    due_at = rules.answer_due(first_due(hazard, COMMIT.key) or at, terms.to_commit(hazard.terms), at)
    owe(
        hazard, COMMIT.key, debtor=hazard.unit, creditor=above(hazard.unit), because=step.id, due_at=due_at, at=at,
        asked=True,
    )  # fmt: skip
    return hazard
