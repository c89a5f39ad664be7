"""More time: asked for by the unit, granted or refused by the level above, and seen in the ledger."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.hazards import rules
from duecare.hazards.actions.held import above, hold, of_above, of_unit, require_state, words
from duecare.hazards.actions.owing import done, owe, still_owed
from duecare.hazards.actions.steps import write
from duecare.hazards.kinds import EXTENSION, RECTIFY
from duecare.hazards.models import Extension
from duecare.obligations import actions as kernel
from duecare.orgs.rules import Actor


@transaction.atomic
def ask_for_more_time(
    *, hazard_id: uuid.UUID, until: datetime, why: str, by: Actor, at: datetime
) -> Extension:
    """Ask; the deadline stays until the level above has decided.

    :raises BadInput: it isn't later than the deadline, or more than a year later, or says no reason.
    :raises Conflict: there is nothing to put right, or a request is open.
    """
    hazard = hold(hazard_id, by)
    post = of_unit(by, "hazards.rectify", hazard)
    require_state(hazard, "accepted", "reopened")
    why = words(why, rules.WHY_LENGTH, "why")
    if not max(at, hazard.due_at) < until <= hazard.due_at + rules.LONGEST:
        raise BadInput(
            "not-later", _("The new time has to be later than the old one, by a year at most."), where="until"
        )
    if Extension.objects.filter(hazard=hazard, decided_at=None).exists():
        raise Conflict("extension-open", _("More time has been asked for already; the level above decides."))
    asked = Extension.objects.create(
        hazard=hazard, until=until, why=why, at=at, by_user=by.user_id, by_post=post.post_id if post else None
    )
    write(hazard, "asked", by=by, at=at, post=post, text=why, facts={"until": until.isoformat()})
    upper = above(hazard.unit)
    owe(
        hazard,
        EXTENSION.key,
        debtor=upper,
        creditor=above(upper),
        because=asked.id,
        due_at=at + rules.TO_DECIDE,
        at=at,
    )
    return asked


@transaction.atomic
def decide_on_more_time(
    *, hazard_id: uuid.UUID, granted: bool, by: Actor, at: datetime, why: str = ""
) -> Extension:
    """Grant or refuse. Granted after the deadline it moves the deadline, and the miss stays.

    :param why: needed when it is refused.
    :raises NotAllowed: ``by`` does not stand above the unit, or asked for it.
    :raises Conflict: nobody has asked, or it has been decided.
    """
    hazard = hold(hazard_id, by)
    post = of_above(by, hazard)
    asked = Extension.objects.filter(hazard=hazard, decided_at=None).first()
    if asked is None:
        raise Conflict("nothing-asked", _("No request for more time is open."))
    if not rules.may_verify(by.user_id, asked.by_user):
        raise NotAllowed("own-request", _("Somebody else decides on what you have asked for."))
    why = words(why, rules.WHY_LENGTH, "why", required=not granted)
    if granted:
        for row in still_owed(hazard, RECTIFY.key):
            # The reason asked with stays with the request, where it is erased in time.
            kernel.extend(obligation_id=row.id, new_due_at=asked.until, by=by, at=at, why="")
        hazard.due_at, hazard.due_basis = asked.until, "extension"
        hazard.save(update_fields=["due_at", "due_basis"])
    asked.decided_at, asked.granted = at, granted
    asked.save(update_fields=["decided_at", "granted"])
    kind = "granted" if granted else "refused"
    write(hazard, kind, by=by, at=at, post=post, text=why, facts={"until": asked.until.isoformat()})
    done(hazard, EXTENSION.key, by=by, at=at)
    return asked
