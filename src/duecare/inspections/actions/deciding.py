"""Saying which of two versions of an inspection counts. Neither is lost, and no hazard is taken back by it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments.models import Attachment
from duecare.audit.actions import record
from duecare.core.errors import Conflict, NotAllowed, NotFound
from duecare.inspections.actions.finding import make_hazards
from duecare.inspections.actions.photographs import MATTER
from duecare.inspections.actions.sent import Said
from duecare.inspections.models import SecondVersion
from duecare.orgs import rights
from duecare.orgs.rules import Actor


@transaction.atomic
def decide_between(*, other_id: uuid.UUID, counts: bool, by: Actor, at: datetime) -> SecondVersion:
    """Say whether the second version counts instead of the first.

    What it found and the first had not goes on the ledger. Its author decides, or a leader or coordinator of the unit
    that inspected or above. What the first one found stays a hazard either way: it is closed out by putting it right.

    :raises NotFound: there is no such version that ``by`` may see.
    :raises NotAllowed: ``by`` may see it and not decide.
    :raises Conflict: it has been decided.
    """
    found = SecondVersion.objects.select_for_update(of=("self",))
    other = found.select_related(
        "inspection__unit", "inspection__checklist", "inspection__place", "inspection__by_unit"
    )
    second = other.filter(id=other_id).first()
    if second is None or not rights.may(by, "inspections.read", second.inspection.unit.lineage):
        raise NotFound("inspection-unknown", _("There is no such inspection."))
    inspection = second.inspection
    if by.user_id != inspection.by_user and not rights.may(
        by, "inspections.decide", inspection.by_unit.lineage
    ):
        raise NotAllowed("not-yours-to-decide", _("Whoever inspected decides, or the unit that inspected."))
    if second.decided_at is not None:
        raise Conflict("decided-already", _("This has been decided; please look at it again."))
    second.counts, second.decided_at, second.decided_by = counts, at, by.user_id
    second.save(update_fields=["counts", "decided_at", "decided_by"])
    record(
        root=inspection.root_id, verb="inspections.decided", object_kind="inspection", object_id=inspection.id, at=at,
        actor=by.user_id, post=None, details={"second": str(second.id), "counts": counts},
    )  # fmt: skip
    if counts:
        photographs = {
            one.id: one for one in Attachment.objects.filter(matter_kind=MATTER, matter_id=inspection.id)
        }
        make_hazards(inspection, inspection.checklist.checklist, _said(second), photographs, by=by, at=at)
    return second


def _said(second: SecondVersion) -> dict[str, Said]:
    return {
        key: Said(
            value=second.words.get(key, {}).get("value") or kept["value"],
            note=second.words.get(key, {}).get("note", ""),
            photographs=_ids(kept["photographs"]),
            after=_ids(kept["after"]),
            on_the_spot=kept["on_the_spot"],
            major=kept["major"],
        )
        for key, kept in second.answers.items()
    }


def _ids(texts: list[Any]) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(text) for text in texts)
