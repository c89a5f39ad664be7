"""Saying that a hazard has been put right, with evidence."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from duecare.attachments.actions import Developed
from duecare.hazards import rules
from duecare.hazards.actions.held import hold, of_unit, require_state, words
from duecare.hazards.actions.owing import done
from duecare.hazards.actions.steps import said_before, write
from duecare.hazards.actions.verifying import owe_verification
from duecare.hazards.kinds import EXTENSION, RECTIFY
from duecare.hazards.models import Extension, Hazard
from duecare.orgs.rules import Actor


@transaction.atomic
def put_right(
    *,
    hazard_id: uuid.UUID,
    text: str,
    by: Actor,
    at: datetime,
    client_id: uuid.UUID | None = None,
    photographs: Collection[Developed] = (),
) -> Hazard:
    """Say what was done; another person verifies it on the spot. A request for more time that is open falls away.

    :param at: when it came in; late is late.
    :raises Conflict: it is put right already, or a major one whose commitments nobody has accepted.
    """
    hazard = hold(hazard_id, by)
    post = of_unit(by, "hazards.rectify", hazard)
    text = words(text, rules.TEXT_LENGTH, "text")
    before = said_before(by, client_id, ("put_right",), text, {"hazard": str(hazard.id)})
    if before is not None:
        return before.hazard
    require_state(hazard, "accepted", "reopened")
    step = write(
        hazard, "put_right", by=by, at=at, post=post, text=text, facts={"hazard": str(hazard.id)}, client_id=client_id,
        photographs=photographs,
    )  # fmt: skip
    hazard.put_right_at, hazard.put_right_by = at, by.user_id
    hazard.save(update_fields=["put_right_at", "put_right_by"])
    Extension.objects.filter(hazard=hazard, decided_at=None).update(decided_at=at)
    done(hazard, RECTIFY.key, EXTENSION.key, by=by, at=at)
    owe_verification(hazard, step, post, at)
    return hazard
