"""Answering cases on one matter alike: each has a step of its own, and one that is refused does not stop the rest."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.core.errors import DomainError
from duecare.grievances.actions.acting import act_on_case
from duecare.grievances.actions.given import Given
from duecare.orgs.rules import Actor

#: How many a request does; the page goes on with the rest.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Together:
    """What became of them.

    :param done: cases that have the step. :param refused: cases that don't, each with why. :param left: not yet tried.
    """

    done: Sequence[uuid.UUID]
    refused: Sequence[tuple[uuid.UUID, str]]
    left: Sequence[uuid.UUID]


def act_together(
    *, case_ids: Sequence[uuid.UUID], act: str, given: Given, by: Actor, at: datetime, batch: uuid.UUID
) -> Together:
    """Do the same act on several cases, the first :data:`AT_ONCE` of them, each in a transaction of its own.

    The same batch again, after a broken line or a killed process, does none twice.

    :param batch: the number that the form has; each case's step has one made of it.
    """
    done: list[uuid.UUID] = []
    refused: list[tuple[uuid.UUID, str]] = []
    for case_id in case_ids[:AT_ONCE]:
        try:
            act_on_case(
                case_id=case_id, act=act, given=given, by=by, at=at, client_id=uuid.uuid5(batch, case_id.hex)
            )
        except DomainError as error:
            refused.append((case_id, str(error.message)))
        else:
            done.append(case_id)
    return Together(done, refused, case_ids[AT_ONCE:])
