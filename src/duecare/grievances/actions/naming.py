"""What an officer says of a case in clear: the subject line, the only words; and which policy it is about."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotAllowed
from duecare.grievances.actions.acting import held
from duecare.grievances.actions.finding import keep_findable, tidy
from duecare.grievances.actions.providing import listed_policies
from duecare.grievances.actions.registering import OBJECT
from duecare.grievances.actions.words import require_silent
from duecare.grievances.models import Case
from duecare.grievances.rules import REFUSALS, UNFIT, Refused, Role, subject
from duecare.orgs.rules import Actor


def name_case(*, case_id: uuid.UUID, line: str, by: Actor, at: datetime) -> Case:
    """Give a case its line of at most 40 characters, checked against the sealed identity.

    :raises NotFound: ``by`` does not hold the case. :raises NotAllowed: ``by`` does not handle it.
    :raises BadInput: it is empty, too long, or gives the owner away. :raises Locked: the vault is locked.
    """
    case, replaced = _name(case_id, line, by, at)
    if replaced:
        tidy()
    return case


@transaction.atomic
def _name(case_id: uuid.UUID, line: str, by: Actor, at: datetime) -> tuple[Case, bool]:
    """The case, and whether another line's tokens were there."""
    case, mine = held(case_id, by)
    if all(one.role not in (Role.HOLDER, Role.LEADER) for one in mine):
        raise NotAllowed("case-role", REFUSALS[Refused.ROLE])
    wanted = subject(line)
    if wanted.unfit:
        raise BadInput(f"subject-{wanted.unfit[0].value}", UNFIT[wanted.unfit[0]], where="subject")
    require_silent(case, {"subject": wanted.text}, at)
    case.subject = wanted.text
    case.save(update_fields=["subject"])
    replaced = keep_findable(case)
    record(
        root=case.root_id, verb="grievances.named", object_kind=OBJECT, object_id=case.id, at=at, actor=by.user_id,
        post=mine[0].post.post_id, details={},
    )  # fmt: skip
    return case, replaced


@transaction.atomic
def name_policy(*, case_id: uuid.UUID, policy: str, by: Actor, at: datetime) -> Case:
    """Say which of the plan's policies a case is about, or none, so that cases on it can be answered together.

    :raises NotFound: ``by`` does not hold the case. :raises NotAllowed: ``by`` does not handle it.
    :raises BadInput: the plan lists no such policy.
    """
    case, mine = held(case_id, by)
    if all(one.role not in (Role.HOLDER, Role.LEADER) for one in mine):
        raise NotAllowed("case-role", REFUSALS[Refused.ROLE])
    if policy and policy not in listed_policies(case.root_id):
        raise BadInput("case-policy", _("The plan lists no such policy."), where="policy")
    case.policy = policy
    case.save(update_fields=["policy"])
    record(
        root=case.root_id, verb="grievances.policy", object_kind=OBJECT, object_id=case.id, at=at, actor=by.user_id,
        post=mine[0].post.post_id, details={"policy": policy},
    )  # fmt: skip
    return case
