"""Putting in force what a plan asks of hazards, ending it, and what binds a hazard that is opened now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.hazards import terms
from duecare.hazards.ladders import told_first
from duecare.hazards.models import Provision
from duecare.hazards.rules import MAJOR
from duecare.obligations.actions import freeze_ladder
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit


def provide(
    *,
    root: Unit,
    programme: str,
    body: Mapping[str, Any],
    worked_out: Mapping[str, Any],
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> Provision:
    """Ask it of hazards opened from now on, in the caller's transaction; those open already keep what bound them."""
    one = Provision.objects.filter(programme=programme).first()
    if one is None or one.ended_at is not None:
        one = one or Provision(programme=programme)
        one.since, one.ended_at = at, None
    one.root, one.body, one.terms = root, dict(body), dict(worked_out)
    one.ladders, one.starts_at, one.ends_at = _frozen(worked_out), starts_at, ends_at
    one.save()
    return one


def stop(*, programme: str, at: datetime) -> None:
    """Ask it no longer: what is found from now on has the usual times again."""
    Provision.objects.standing().filter(programme=programme).update(ended_at=at)


def bound(unit: Unit, at: datetime) -> dict[str, Any]:
    """The terms of a hazard that is opened there then."""
    return terms.bind(
        [
            {**one.terms, "programme": one.programme, "ladders": one.ladders}
            for one in Provision.objects.in_force(unit.root_id, at)
            if units_meant(unit.root_id, one.terms["units"]).filter(id=unit.id).exists()
        ]
    )


def _frozen(worked_out: Mapping[str, Any]) -> dict[str, str]:
    """The ids of the ladders. Whatever a plan's ladder says, the level above is told of a major hazard first."""
    frozen = {step: freeze_ladder(steps) for step, steps in worked_out["ladders"].items()}
    major = worked_out.get(MAJOR)
    if major and "commit" in frozen:
        within = terms.to_commit({MAJOR: major})
        frozen[terms.ANSWER] = frozen["commit"]
        frozen["commit"] = freeze_ladder(told_first(within, worked_out["ladders"]["commit"]))
    return frozen
