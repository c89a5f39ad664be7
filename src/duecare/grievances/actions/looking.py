"""Opening who brought a case: by those who hold it now, for a reason that its owner reads, for a quarter of an hour."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, NotAllowed
from duecare.grievances.actions.acting import held
from duecare.grievances.actions.words import identity_of
from duecare.grievances.matters import IDENTITY
from duecare.grievances.models import Case, Look
from duecare.grievances.rules import REFUSALS, Identity, Refused, Role
from duecare.orgs.rules import Actor
from duecare.vault import actions as vault
from duecare.vault.rules.openings import Opening, Purpose
from duecare.vault.sealing import seal

OPEN_FOR = timedelta(minutes=15)
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """Who brought a case, and until when this may be looked at again without a new reason."""

    look: Look
    identity: Identity = field(repr=False)
    outside: str = field(repr=False, default="")


@transaction.atomic
def look_at_identity(*, case_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> Looked:
    """Open who brought a case. The owner's page shows post, time and reason.

    :raises NotFound: ``by`` does not hold the case now, or is excused.
    :raises NotAllowed: ``by``'s unit handles it jointly only: who leads asks the owner.
    :raises BadInput: there is no reason.
    :raises Locked: the vault is locked.
    """
    case, mine = held(case_id, by)
    mine = [one for one in mine if one.role is not Role.JOINT]
    if not mine:
        raise NotAllowed("case-role", REFUSALS[Refused.ROLE])
    reason = reason.strip()[:REASON_LENGTH]
    if len(reason) < 4:
        raise BadInput(
            "look-reason",
            _("Say why you need to know it; the owner of the case will read this."),
            where="reason",
        )
    assert by.user_id is not None  # only people hold posts
    look = Look(case=case, by_user=by.user_id, by_post=mine[0].post.post_id, at=at, until=at + OPEN_FOR)
    key = vault.key_of(matter_kind=IDENTITY, matter_id=case.id)
    look.reason = seal(key=key, field="reason", row=look.id, plain=reason)
    look.save(force_insert=True)
    return Looked(look, *identity_of(case, _opening(look, case, reason), at))


def look_again(*, case_id: uuid.UUID, by: Actor, at: datetime) -> Looked | None:
    """What was opened less than a quarter of an hour ago by the same person, who still holds it; None otherwise."""
    if by.user_id is None:
        return None
    look = Look.objects.filter(case=case_id, by_user=by.user_id, until__gt=at).order_by("-at").first()
    if look is None:
        return None
    with transaction.atomic():
        case, mine = held(case_id, by)
        if all(one.role is Role.JOINT for one in mine):
            return None
        return Looked(look, *identity_of(case, _opening(look, case, "…"), at))


def _opening(look: Look, case: Case, reason: str) -> Opening:
    return Opening(
        look.id,
        IDENTITY,
        case.id,
        Purpose.READING,
        look.until,
        user_id=look.by_user,
        post_id=look.by_post,
        reason=reason,
    )
