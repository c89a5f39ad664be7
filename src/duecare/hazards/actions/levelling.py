"""The level of a hazard: raised by anyone who keeps the ledger, lowered only by the level above, with a reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duecare.hazards import rules, terms
from duecare.hazards.actions.held import above, hold, of_above, of_unit, require_level, require_state, words
from duecare.hazards.actions.owing import let_off, owe, owe_rectification, still_owed
from duecare.hazards.actions.reporting import deadline
from duecare.hazards.actions.steps import write
from duecare.hazards.kinds import ACCEPT, COMMIT, RECTIFY
from duecare.hazards.models import Hazard
from duecare.orgs.rules import Actor


@transaction.atomic
def raise_level(*, hazard_id: uuid.UUID, why: str, by: Actor, at: datetime) -> Hazard:
    """Make it major: its five commitments are owed from now on, the deadline that runs stays.

    :raises Conflict: it is major, put right or closed.
    """
    hazard = hold(hazard_id, by)
    post = of_unit(by, "hazards.report", hazard)
    require_state(hazard, "accepted", "reopened")
    require_level(hazard, rules.GENERAL)
    why = words(why, rules.WHY_LENGTH, "why")
    hazard.level, hazard.accepted_at = rules.MAJOR, None
    hazard.opened_at = at
    hazard.save(update_fields=["level", "accepted_at", "opened_at"])
    step = write(hazard, "raised", by=by, at=at, post=post, text=why)
    owe(
        hazard, COMMIT.key, debtor=hazard.unit, creditor=above(hazard.unit), because=step.id,
        due_at=at + terms.to_commit(hazard.terms), at=at,
    )  # fmt: skip
    return hazard


@transaction.atomic
def lower_level(*, hazard_id: uuid.UUID, why: str, by: Actor, at: datetime) -> Hazard:
    """Make it general; no commitments are owed any more.

    :raises NotAllowed: ``by`` does not stand above the unit: no owner lowers its own.
    :raises BadInput: no reason was given.
    :raises Conflict: it is general, put right or closed.
    """
    hazard = hold(hazard_id, by)
    post = of_above(by, hazard)
    require_state(hazard, "found", "accepted", "reopened")
    require_level(hazard, rules.MAJOR)
    why = words(why, rules.WHY_LENGTH, "why")
    hazard.level, hazard.accepted_at = rules.GENERAL, hazard.accepted_at or at
    rectifying = still_owed(hazard, RECTIFY.key)
    if not rectifying:
        found = deadline(hazard.terms, rules.GENERAL, at, hazard.unit.zone)
        hazard.due_at, hazard.due_basis = found
    hazard.save(update_fields=["level", "accepted_at", "due_at", "due_basis"])
    step = write(hazard, "lowered", by=by, at=at, post=post, text=why)
    let_off(hazard, COMMIT.key, ACCEPT.key, at=at, why=_("The level above lowered the hazard to general."))
    if not rectifying:
        owe_rectification(hazard, step.id, at)
    return hazard
