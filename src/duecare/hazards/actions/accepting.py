"""The level above accepts the five commitments of a major hazard."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, NotAllowed
from duecare.hazards import rules
from duecare.hazards.actions.held import given_last, hold, of_above, require_state
from duecare.hazards.actions.owing import done, owe_rectification, still_owed
from duecare.hazards.actions.steps import write
from duecare.hazards.kinds import ACCEPT, RECTIFY
from duecare.hazards.models import Hazard
from duecare.orgs.rules import Actor


@transaction.atomic
def accept(*, hazard_id: uuid.UUID, by: Actor, at: datetime) -> Hazard:
    """Accept them as given last; from then on rectification is owed by the deadline they name, or by the plan's.

    :raises NotAllowed: ``by`` does not stand above the unit, or gave the commitments.
    :raises Conflict: there are none yet, they were sent back, their deadline has passed, or they are accepted.
    """
    hazard = hold(hazard_id, by)
    post = of_above(by, hazard)
    require_state(hazard, "found")
    given = given_last(hazard)
    if not rules.may_verify(by.user_id, given.by_user):
        raise NotAllowed("own-commitment", _("Somebody else accepts what you have committed to."))
    if given.due_at <= at:
        raise Conflict("commitment-past", _("The deadline in the commitments has passed; ask for new ones."))
    hazard.accepted_at = at
    if not still_owed(hazard, RECTIFY.key):
        due_at = rules.owed_from_commitment(hazard.due_basis, hazard.due_at, given.due_at)
        if due_at != hazard.due_at:
            hazard.due_at, hazard.due_basis = due_at, "commitment"
    hazard.save(update_fields=["accepted_at", "due_at", "due_basis"])
    step = write(hazard, "accepted", by=by, at=at, post=post, facts={"due_at": hazard.due_at.isoformat()})
    done(hazard, ACCEPT.key, by=by, at=at)
    if not still_owed(hazard, RECTIFY.key):
        owe_rectification(hazard, step.id, at, given.post)
    return hazard
