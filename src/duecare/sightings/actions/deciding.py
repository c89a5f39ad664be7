"""What the level above makes of a sighting: one of four, once."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict
from duecare.hazards import actions as hazards
from duecare.hazards import queries as ledger
from duecare.hazards.models import Hazard
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.places.models import Place
from duecare.sightings import rules
from duecare.sightings.actions.held import hold_to_read, words
from duecare.sightings.actions.owing import looked
from duecare.sightings.levels import units_for
from duecare.sightings.matter import MATTER, OBJECT
from duecare.sightings.models import Message, Sighting
from duecare.sightings.readers import reading_post
from duecare.sightings.vocabulary import Decision, Way


@transaction.atomic
def put_on_ledger(
    *,
    sighting_id: uuid.UUID,
    unit: Unit,
    category: str,
    level: str,
    text: str,
    by: Actor,
    at: datetime,
    place: Place | None = None,
    photographs: Collection[Developed] = (),
    near: bool = False,
) -> Hazard:
    """Put a hazard on the ledger in the reader's own words. The unit never gets the original, nor when it came.

    :param unit: the one concerned, or the level that looks.
    :param photographs: those that the reader chose to go along, drawn anew.
    :param near: the reader has been warned that the words are nearly those of the original, and means them.
    :raises BadInput: the words are nearly those of the original; or see :func:`duecare.hazards.actions.report_hazard`.
    :raises Conflict: it was decided or withdrawn meanwhile.
    """
    sighting = hold_to_read(sighting_id, by)
    if unit.id not in {one.id for one in units_for(sighting)}:
        raise BadInput(
            "unit-elsewhere", _("It goes on the ledger of this unit or of the one above."), where="unit"
        )
    added = Message.objects.filter(sighting=sighting).values_list("text", flat=True)
    if not near and rules.too_near(text, "\n".join([sighting.text, *added])):
        raise BadInput(
            "too-near",
            _(
                "These are nearly the words that were sent; the unit may tell from them who wrote. Put it in your own "
                "words, or confirm that they shall go as they are."
            ),
            where="text",
        )
    hazard = hazards.report_hazard(
        unit=unit, place=place, category=category, level=level, text=text, photographs=photographs, by=by, at=at,
        client_id=uuid.uuid5(sighting.id, f"ledger/{sighting.due_at.isoformat()}"),
    )  # fmt: skip
    _decide(sighting, Decision.LEDGER, by=by, at=at, hazard=hazard)
    return hazard


@transaction.atomic
def link(*, sighting_id: uuid.UUID, hazard_id: uuid.UUID, by: Actor, at: datetime) -> Hazard:
    """Say that it is a hazard on the ledger already. Nothing on the ledger changes.

    :raises NotFound: ``by`` sees no such hazard.
    :raises Conflict: that one is closed out, or of a unit that this is not about.
    """
    sighting = hold_to_read(sighting_id, by)
    hazard = ledger.one(by, hazard_id)
    elsewhere = hazard.unit_id not in (sighting.unit_id, sighting.level_id)
    if elsewhere or hazard.closed_at is not None or hazard.same_as_id is not None:
        raise Conflict("no-open-hazard", _("Choose a hazard that is open, of this unit or of the one above."))
    _decide(sighting, Decision.LINKED, by=by, at=at, hazard=hazard)
    return hazard


@transaction.atomic
def close(*, sighting_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> Sighting:
    """Say that nothing is to be done, and why; whoever wrote reads the reason. :raises BadInput: there is none."""
    sighting = hold_to_read(sighting_id, by)
    reason = words(reason, rules.REASON_LENGTH, "reason")
    return _decide(sighting, Decision.NOTHING, by=by, at=at, reason=reason)


@transaction.atomic
def send_elsewhere(*, sighting_id: uuid.UUID, way: str, reason: str, by: Actor, at: datetime) -> Sighting:
    """Say that it is no hazard and which way is right; whoever wrote reads both.

    :raises BadInput: the way is none of the list, or there is no reason.
    """
    sighting = hold_to_read(sighting_id, by)
    if way not in Way.values:
        raise BadInput("way-unknown", _("Choose which way is right."), where="way")
    reason = words(reason, rules.REASON_LENGTH, "reason")
    return _decide(sighting, Decision.ELSEWHERE, by=by, at=at, reason=reason, way=way)


def _decide(
    sighting: Sighting,
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
    hazard: Hazard | None = None,
    reason: str = "",
    way: str = "",
) -> Sighting:
    """Write it down. The record says what was decided, and neither about what nor which hazard it became."""
    post = reading_post(by, sighting)
    post_id = post.post_id if post else None
    sighting.decided_at, sighting.decision, sighting.decided_by = at, decision.value, by.user_id
    sighting.decided_post, sighting.hazard, sighting.reason, sighting.way = post_id, hazard, reason, way
    sighting.forget_at, sighting.disputed_at = at + rules.WORDS_KEPT, None
    sighting.save(
        update_fields=[
            "decided_at", "decision", "decided_by", "decided_post", "hazard", "reason", "way", "forget_at",
            "disputed_at",
        ]
    )  # fmt: skip
    attachments.keep_until(matter_kind=MATTER, matter_id=sighting.id, until=sighting.forget_at)
    looked(sighting, by, at)
    record(
        root=sighting.root_id, verb="sightings.decided", object_kind=OBJECT, object_id=sighting.id, at=at,
        actor=by.user_id, post=post_id, details={"decision": decision.value},
    )  # fmt: skip
    return sighting
