"""Giving the five commitments for a major hazard."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.hazards import rules
from duecare.hazards.actions.held import above, hold, of_unit, require_state, words
from duecare.hazards.actions.owing import done, owe, still_owed
from duecare.hazards.actions.steps import write
from duecare.hazards.kinds import ACCEPT, COMMIT, RECTIFY
from duecare.hazards.models import Commitment, Hazard
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import PostKind


@transaction.atomic
def commit(
    *,
    hazard_id: uuid.UUID,
    measures: str,
    post: str,
    funds: str,
    due_at: datetime | None,
    contingency: str,
    by: Actor,
    at: datetime,
) -> Commitment:
    """Give measures, responsible post, funds, deadline and contingency plan; the level above then accepts them.

    Until it has, they can be given anew: the last ones count.

    :param post: the kind of post in the unit that answers for it, never a person.
    :raises BadInput: one of the five is missing, or the deadline is past or later than what is owed already.
    :raises Conflict: the hazard isn't major, or its commitments are accepted.
    """
    hazard = hold(hazard_id, by)
    held = of_unit(by, "hazards.rectify", hazard)
    require_state(hazard, "found")
    given = _tidy(measures, post, funds, due_at, contingency)
    _check(hazard, given, at)
    kept = Commitment.objects.create(
        hazard=hazard, at=at, by_user=by.user_id, by_post=held.post_id if held else None, **given
    )
    said = "\n".join(given[name] for name in ("measures", "funds", "contingency"))
    step = write(
        hazard, "committed", by=by, at=at, post=held, text=said,
        facts={"post": given["post"], "due_at": given["due_at"].isoformat()},
    )  # fmt: skip
    done(hazard, COMMIT.key, by=by, at=at)
    if not still_owed(hazard, ACCEPT.key):
        upper = above(hazard.unit)
        owe(
            hazard,
            ACCEPT.key,
            debtor=upper,
            creditor=above(upper),
            because=step.id,
            due_at=at + rules.TO_ACCEPT,
            at=at,
        )
    return kept


def _tidy(measures: str, post: str, funds: str, due_at: datetime | None, contingency: str) -> dict[str, Any]:
    return {
        "measures": words(measures, rules.TEXT_LENGTH, "measures", required=False),
        "post": post if post in PostKind.values else "",
        "funds": words(funds, rules.SHORT_LENGTH, "funds", required=False),
        "due_at": due_at,
        "contingency": words(contingency, rules.TEXT_LENGTH, "contingency", required=False),
    }


def _check(hazard: Hazard, given: dict[str, Any], at: datetime) -> None:
    missing = rules.missing(given)
    if missing:
        raise BadInput(
            "commitment-missing",
            _(
                "A major hazard needs all five: measures, responsible post, funds, deadline, contingency plan."
            ),
            where=missing[0],
        )
    owed = still_owed(hazard, RECTIFY.key)
    last = owed[0].due_at if owed else rules.latest_commitment(hazard.due_basis, hazard.due_at, at)
    if not at < given["due_at"] <= last:
        raise BadInput(
            "commitment-deadline",
            _(
                "The deadline has to lie ahead, and no later than what is owed already; more time is asked for."
            ),
            where="due_at",
        )
