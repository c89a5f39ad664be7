"""Reading what is sealed: as the case's owner, or as somebody who holds it and says why."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from duecare.core.calendar import local_date
from duecare.grievances.matters import CASE, IDENTITY
from duecare.grievances.models import Case, Look, Sealed, Step
from duecare.orgs.rules import Actor
from duecare.vault import actions as vault
from duecare.vault.rules.openings import Opening, Purpose

#: How long a page that was opened may be read again without a new entry in the record.
PAGE_OPEN = timedelta(hours=12)
#: The field of the owner's stars; nobody but the owner is shown it.
RATING = "rating"
#: Words of a step by its fields.
Words = Mapping[str, str]


def as_owner(matter_kind: str, case: Case, at: datetime) -> Opening:
    """Leave for whoever has shown the code. Nobody records when they look."""
    return Opening(uuid.uuid4(), matter_kind, case.id, Purpose.OWNER, at + timedelta(minutes=1))


def as_holder(case: Case, by: Actor, post: uuid.UUID, reason: str, at: datetime) -> Opening:
    """Leave for a post that holds the case to read it: one entry in the record for each person and day."""
    day = local_date(at, case.root.zone)
    opening = uuid.uuid5(case.id, f"{by.user_id}/{post}/{day.isoformat()}")
    return Opening(
        opening,
        CASE,
        case.id,
        Purpose.READING,
        at + PAGE_OPEN,
        user_id=by.user_id,
        post_id=post,
        reason=reason,
    )


def words_of(case: Case, steps: Iterable[Step], opening: Opening, at: datetime) -> dict[uuid.UUID, Words]:
    """What each step says; a rating to the owner alone. Two statements and the opening's.

    :raises Locked: the vault is locked.
    """
    found_rows = Sealed.objects.filter(step__in=[step.id for step in steps])
    rows = list(found_rows if opening.purpose is Purpose.OWNER else found_rows.exclude(field=RATING))
    found: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    if not rows:
        return {}
    opened = vault.open_matter(opening=opening, at=at)
    for row in rows:
        found[row.step_id][row.field] = str(
            opened.unseal(sealed=bytes(row.value), field=row.field, row=row.id, at=at)
        )
    return dict(found)


def reasons_of(case: Case, looks: Iterable[Look], at: datetime) -> dict[uuid.UUID, str]:
    """Why the identity was opened, for its owner. :raises Locked: the vault is locked."""
    looks = list(looks)
    if not looks:
        return {}
    opened = vault.open_matter(opening=as_owner(IDENTITY, case, at), at=at)
    return {
        look.id: str(opened.unseal(sealed=bytes(look.reason), field="reason", row=look.id, at=at))
        for look in looks
    }
