"""Putting a hazard on the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict
from duecare.hazards import rules, terms
from duecare.hazards.actions.finding import make_findable
from duecare.hazards.actions.held import above, words
from duecare.hazards.actions.owing import owe, owe_rectification
from duecare.hazards.actions.providing import bound
from duecare.hazards.actions.steps import Evidence, said_before, write
from duecare.hazards.actions.verifying import owe_verification
from duecare.hazards.kinds import COMMIT
from duecare.hazards.models import Hazard
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs import rights
from duecare.orgs.models import Unit, User
from duecare.orgs.rules import Actor, HeldPost
from duecare.places.models import Place


@dataclass(frozen=True, slots=True)
class _Found:
    """What somebody found."""

    unit: Unit
    place: Place | None
    category: str
    level: str
    on_the_spot: bool

    def facts(self) -> dict[str, Any]:
        return {
            "unit": str(self.unit.id),
            "place": str(self.place.id) if self.place else None,
            "category": self.category,
            "level": self.level,
            "on_the_spot": self.on_the_spot,
        }


@transaction.atomic
def report_hazard(
    *,
    unit: Unit,
    category: str,
    text: str,
    by: Actor,
    at: datetime,
    client_id: uuid.UUID,
    level: str = rules.GENERAL,
    place: Place | None = None,
    photographs: Collection[Evidence] = (),
    after: Collection[Evidence] = (),
    on_the_spot: bool = False,
    days: int | None = None,
) -> Hazard:
    """Report something unsafe. The same again by the same author is the same hazard.

    What was closed out at the same place within 90 days, in the same category, is opened again instead, and stays major
    if it was: only the level above lowers it.

    :param on_the_spot: it was put right at once; ``after`` are photographs that show it.
    :param days: within which a checklist wants it put right; where others leave less time, theirs holds.
    :raises NotAllowed: no post of ``by`` reaches the unit.
    :raises BadInput: it lacks words, is of no known kind, or put right on the spot without a photograph, or major.
    :raises Conflict: the unit or the place is closed, or something else was sent under ``client_id``.
    """
    post = rights.require(by, "hazards.report", unit.lineage)
    found = _Found(unit, place, category, level, on_the_spot)
    text = words(text, rules.TEXT_LENGTH, "text")
    _one_at_a_time(by)
    before = said_before(by, client_id, ("found", "again"), text, found.facts())
    if before is not None:
        return before.hazard
    last, found = _come_back(found, at)
    _check(found, after)
    hazard, kind = _new_or_again(found, last, text, at, days)
    make_findable(hazard, text)
    step = write(
        hazard, kind, by=by, at=at, post=post, text=text, facts=found.facts(), client_id=client_id,
        photographs=photographs,
    )  # fmt: skip
    if on_the_spot:
        _right_at_once(hazard, after, by, at, post)
    elif found.level == rules.MAJOR:
        due_at = at + terms.to_commit(hazard.terms)
        owe(hazard, COMMIT.key, debtor=unit, creditor=above(unit), because=step.id, due_at=due_at, at=at)
    else:
        owe_rectification(hazard, step.id, at)
    return hazard


def _one_at_a_time(by: Actor) -> None:
    """An author's reports wait for each other, so that one sent from two tabs is there once."""
    if by.user_id is not None:
        User.objects.select_for_update().filter(id=by.user_id).first()


def deadline(bound_to: terms.Terms, level: str, at: datetime, zone: str) -> tuple[datetime, str]:
    """Until when a hazard of that level found then is to be put right, and where that comes from: a plan or custom."""
    days = terms.days(bound_to, level)
    if days is not None:
        return rules.deadline(at, days, zone), "plan"
    name = "DUECARE_MAJOR_HAZARD_DAYS" if level == rules.MAJOR else "DUECARE_HAZARD_DAYS"
    return rules.deadline(at, settings.DUECARE[name], zone), "default"


def _right_at_once(
    hazard: Hazard, after: Collection[Evidence], by: Actor, at: datetime, post: HeldPost | None
) -> None:
    """It was put right where it was found; somebody else verifies that."""
    step = write(hazard, "put_right", by=by, at=at, post=post, facts={"on_the_spot": True}, photographs=after)
    hazard.put_right_at, hazard.put_right_by = at, by.user_id
    hazard.save(update_fields=["put_right_at", "put_right_by"])
    owe_verification(hazard, step, post, at)


def _new_or_again(
    found: _Found, last: Hazard | None, text: str, at: datetime, days: int | None
) -> tuple[Hazard, str]:
    """The hazard and whether it was ``found`` or is there ``again``."""
    hazard, kind = last, "again"
    if hazard is None:
        unit = found.unit
        hazard, kind = Hazard(root_id=unit.root_id, unit=unit, found_at=at, category=found.category), "found"
        hazard.place, hazard.lineage, hazard.text = found.place, unit.lineage, text
    else:
        hazard.reopened += 1
        hazard.put_right_at = hazard.put_right_by = hazard.closed_at = hazard.forget_at = None
    hazard.level, hazard.on_the_spot, hazard.opened_at = found.level, found.on_the_spot, at
    hazard.terms = bound(found.unit, at)
    hazard.due_at, hazard.due_basis = deadline(hazard.terms, found.level, at, found.unit.zone)
    if (
        days is not None and found.level == rules.GENERAL
    ):  # of a major one the commitments and the plan decide
        sooner = rules.deadline(at, days, found.unit.zone)
        if sooner < hazard.due_at:
            hazard.due_at, hazard.due_basis = sooner, "checklist"
    hazard.accepted_at = at if found.level == rules.GENERAL else None
    hazard.save()
    return hazard, kind


def _come_back(found: _Found, at: datetime) -> tuple[Hazard | None, _Found]:
    """What was closed out there lately and is found once more, and what was found: major if that was."""
    if found.place is None:
        return None, found
    same = Hazard.objects.filter(
        place=found.place, category=found.category, unit=found.unit, same_as=None, closed_at__isnull=False
    )
    last = same.select_for_update(of=("self",)).order_by("-closed_at").first()
    if last is None or last.closed_at is None or not rules.recurs(last.closed_at, at):
        return None, found
    return last, replace(found, level=rules.MAJOR) if last.level == rules.MAJOR else found


def _check(found: _Found, after: Collection[Evidence]) -> None:
    if found.category not in Category.values:
        raise BadInput("hazard-category", _("Choose what it is about."), where="category")
    if found.level not in Level.values:
        raise BadInput("hazard-level", _("A hazard is general or major."), where="level")
    if found.unit.closed_at is not None:
        raise Conflict("unit-closed", _("This unit is closed."))
    if found.place is not None and (
        found.place.unit_id != found.unit.id or found.place.closed_at is not None
    ):
        raise Conflict("place-elsewhere", _("This place is closed, or belongs to another unit."))
    if found.on_the_spot and found.level == rules.MAJOR:
        raise BadInput(
            "major-on-the-spot",
            _("A major hazard needs its five commitments; it can't be settled on the spot."),
            where="on_the_spot",
        )
    if found.on_the_spot and not after:
        raise BadInput("no-photograph-after", _("Add a photograph that shows it put right."), where="after")
