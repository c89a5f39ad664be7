"""The same hazard reported twice: linked, never deleted."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duecare.core.errors import Conflict
from duecare.hazards import rules
from duecare.hazards.actions.held import hold, of_above, require_state, words
from duecare.hazards.actions.owing import let_off
from duecare.hazards.actions.steps import write
from duecare.hazards.actions.verifying import forget_later
from duecare.hazards.models import Extension, Hazard
from duecare.orgs.rules import Actor


@transaction.atomic
def link_duplicate(*, hazard_id: uuid.UUID, same_as: uuid.UUID, why: str, by: Actor, at: datetime) -> Hazard:
    """Say that it is another open hazard of the same unit; what it owes ends, the other's goes on.

    :raises NotAllowed: ``by`` does not stand above the unit: linking lets somebody off.
    :raises Conflict: the other is of another unit or not open, is less serious, or this one is at its end.
    """
    first, second = sorted((hazard_id, same_as))
    held = {first: hold(first, by), second: hold(second, by)}
    hazard, other = held[hazard_id], held[same_as]
    post = of_above(by, hazard)
    require_state(hazard, "found", "accepted", "reopened", "put_right")
    why = words(why, rules.WHY_LENGTH, "why")
    lesser = hazard.level == rules.MAJOR and other.level == rules.GENERAL
    open_too = other.state in ("found", "accepted", "reopened", "put_right")
    if hazard.id == other.id or hazard.unit_id != other.unit_id or not open_too or lesser:
        raise Conflict(
            "no-duplicate",
            _("Only an open hazard of the same unit, and no less serious, can stand for this one."),
        )
    hazard.same_as = other
    forget_later(hazard, at)
    hazard.save(update_fields=["same_as", "forget_at"])
    Hazard.objects.filter(same_as=hazard).update(same_as=other)
    Extension.objects.filter(hazard=hazard, decided_at=None).update(decided_at=at)
    write(hazard, "linked", by=by, at=at, post=post, text=why, facts={"same_as": str(other.id)})
    let_off(hazard, at=at, why=_("It is on the ledger twice; the other one stands."))
    return hazard
