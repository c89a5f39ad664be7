"""A hazard held for an act, and who may act on it."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.hazards.models import Commitment, Hazard
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost


def hold(hazard_id: uuid.UUID, by: Actor) -> Hazard:
    """Lock a hazard that ``by`` may see, its unit at hand. :raises NotFound: there is none."""
    found = Hazard.objects.select_for_update(of=("self",)).select_related("unit", "unit__parent")
    hazard = found.filter(id=hazard_id).first()
    if hazard is None or not rights.may(by, "hazards.see", hazard.unit.lineage):
        raise NotFound("hazard-unknown", _("There is no such hazard."))
    return hazard


def above(unit: Unit) -> Unit:
    """The level above a unit; a root is its own."""
    return unit.parent or unit


def of_unit(by: Actor, right: str, hazard: Hazard) -> HeldPost | None:
    """The post of the unit, or above it, by which ``by`` acts. :raises NotAllowed: there is none."""
    return rights.require(by, right, hazard.unit.lineage)


def of_above(by: Actor, hazard: Hazard) -> HeldPost | None:
    """The post of the level above by which ``by`` decides. :raises NotAllowed: there is none."""
    return rights.require(by, "hazards.decide", above(hazard.unit).lineage)


def require_state(hazard: Hazard, *states: str) -> None:
    """:raises Conflict: it stands otherwise."""
    if hazard.state not in states:
        raise Conflict("hazard-stands-otherwise", _("This hazard has moved on; please look at it again."))


def given_last(hazard: Hazard) -> Commitment:
    """The commitments that wait for an answer.

    :raises Conflict: there are none yet, or they were sent back and no new ones have come.
    """
    given = Commitment.objects.filter(hazard=hazard, at__gte=hazard.opened_at).order_by("at", "id").last()
    if given is None:
        raise Conflict("not-committed", _("The five commitments have not been given yet."))
    if given.sent_back_at is not None:
        raise Conflict(
            "sent-back", _("These commitments were sent back with a question; new ones are owed first.")
        )
    return given


def words(text: str, most: int, where: str, *, required: bool = True) -> str:
    """A text as it is kept. :raises BadInput: it is missing or too long."""
    text = text.strip()
    if required and not text:
        raise BadInput("words-missing", _("Say it in a few words."), where=where)
    if len(text) > most:
        raise BadInput("words-too-long", _("At most %(most)s characters."), where=where, most=most)
    return text


def require_level(hazard: Hazard, level: str) -> None:
    """:raises Conflict: it is of the other level."""
    if hazard.level != level:
        raise Conflict("hazard-level-otherwise", _("This hazard is of that level already."))
