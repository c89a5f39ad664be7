"""Putting in force what a plan says of cases, and what a case begins under now."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.grievances import versions
from duecare.grievances.models import ProcedureVersion, Provision
from duecare.orgs.models import Unit
from duecare.web import rows


def provide(*, root: Unit, programme: str, body: Mapping[str, Any], at: datetime) -> None:
    """Let it hold for cases brought from now on, in the caller's transaction."""
    one = Provision.objects.filter(programme=programme).first() or Provision(programme=programme, since=at)
    if one.ended_at is not None:
        one.since, one.ended_at = at, None
    one.root, one.body = root, dict(body)
    one.save()


def stop(*, programme: str, at: datetime) -> None:
    """Let it hold no longer for what is brought from now on."""
    Provision.objects.filter(programme=programme, ended_at=None).update(ended_at=at)


def in_force(root_id: uuid.UUID) -> list[Mapping[str, Any]]:
    """What the plans in force say of cases, the newest first. One statement."""
    said = Provision.objects.filter(root=root_id, ended_at=None).order_by("-since")
    return list(said.values_list("body", flat=True))


def listed_policies(root_id: uuid.UUID) -> dict[str, Mapping[str, str]]:
    """Policies of the plans in force, by key, each with its title; the newest plan's first. One statement."""
    found: dict[str, Mapping[str, str]] = {}
    for body in in_force(root_id):
        for one in body.get("policies", ()):
            found.setdefault(one["key"], one["title"])
    return found


def procedure_now(root_id: uuid.UUID) -> ProcedureVersion:
    """The version that a body's cases begin under now, written down when it is used for the first time.

    Where several plans say something, the one that was put in force last counts.
    """
    said = _said(root_id)
    plan: Mapping[str, Any] = json.loads(said[0][0]) if said else {}
    procedure, body = versions.adapted(
        plan.get("procedure", versions.DEFAULT), plan.get("follow_up_days"), plan.get("rolls_over_holidays")
    )
    version = ProcedureVersion(id=procedure.version_id, key=procedure.key, body=body)
    if not _kept(version.id):
        rows.insert(version, unless_there=True)
    version._state.adding = False
    return version


_said = rows.Ready(
    lambda root_id: (
        Provision.objects.filter(root=root_id, ended_at=None).order_by("-since").values_list("body")[:1]
    ),
    uuid.UUID(int=1),
)
_kept = rows.Ready(lambda name: ProcedureVersion.objects.filter(id=name).values_list("id"), "a version's id")
