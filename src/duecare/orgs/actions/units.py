"""Founding, adding, changing, moving and closing units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Concat, Greatest, Substr
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.core.ids import uuid7
from duecare.orgs import closing, rights
from duecare.orgs.models import Appointment, Post, Unit, UnitNumber
from duecare.orgs.rules import LINEAGE_STEP, MOST_LEVELS, Actor, HeldPost, unit_key
from duecare.orgs.vocabulary import UnitKind


def take_numbers(count: int) -> int:
    """The first of ``count`` numbers that no unit has had; in the caller's transaction, which others wait for."""
    UnitNumber.objects.get_or_create(id=1)
    UnitNumber.objects.filter(id=1).update(following=F("following") + count)
    return UnitNumber.objects.get(id=1).following - count


@transaction.atomic
def create_root(
    *,
    code: str,
    name: str,
    kind: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    zone: str = "Asia/Shanghai",
    phone: str = "",
) -> Unit:
    """Found an organisation; only the program itself does, at ``duecare init``.

    :raises Conflict: when a root has that code.
    """
    if not by.system:
        raise NotAllowed("no-right", _("Only the command on the machine founds an organisation."))
    _check(kind, zone)
    if Unit.objects.filter(parent=None, code=code).exists():
        raise Conflict("unit-code-taken", _("The code %(unit_code)s is taken."), unit_code=code)
    key, root_id = unit_key(take_numbers(1)), uuid7()
    unit = Unit.objects.create(
        id=root_id, root_id=root_id, parent=None, key=key, lineage=key, code=code, name=name, name_en=name_en,
        kind=kind, zone=zone, phone=phone, created_at=at,
    )  # fmt: skip
    _record("orgs.root_founded", unit, by, None, at, {"code": code, "name": name, "kind": kind})
    return unit


@transaction.atomic
def add_unit(
    *,
    parent: Unit,
    code: str,
    name: str,
    kind: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    zone: str = "",
    phone: str = "",
    position: int = 0,
) -> Unit:
    """Add a unit below another.

    :param zone: IANA name; empty means the parent's.
    :raises NotAllowed: without the right to manage the parent.
    :raises Conflict: when the code is taken or the parent is closed.
    """
    post = rights.require(by, "orgs.manage", parent.lineage)
    _check(kind, zone or parent.zone)
    if parent.closed_at is not None:
        raise Conflict("unit-closed", _("%(unit)s is closed."), unit=parent.name)
    if parent.depth >= MOST_LEVELS:
        raise BadInput("too-deep", _("A tree has at most %(most)s levels."), most=MOST_LEVELS)
    if Unit.objects.filter(root_id=parent.root_id, code=code).exists():
        raise Conflict("unit-code-taken", _("The code %(unit_code)s is taken."), unit_code=code)
    key = unit_key(take_numbers(1))
    unit = Unit.objects.create(
        root_id=parent.root_id, parent=parent, key=key, lineage=parent.lineage + key, code=code, name=name,
        name_en=name_en, kind=kind, zone=zone or parent.zone, phone=phone, position=position, created_at=at,
    )  # fmt: skip
    _record("orgs.unit_added", unit, by, post, at, {"code": code, "name": name, "kind": kind})
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    by: Actor,
    at: datetime,
    name: str | None = None,
    name_en: str | None = None,
    zone: str | None = None,
    phone: str | None = None,
) -> Unit:
    """Rename a unit or change its zone or telephone; None leaves a field as it is."""
    post = rights.require(by, "orgs.manage", unit.lineage)
    _check(unit.kind, zone or unit.zone)
    wanted = {"name": name, "name_en": name_en, "zone": zone, "phone": phone}
    changes = {f: [getattr(unit, f), v] for f, v in wanted.items() if v is not None and v != getattr(unit, f)}
    if changes:
        for field, (_old, new) in changes.items():
            setattr(unit, field, new)
        unit.save(update_fields=list(changes))
        _record("orgs.unit_changed", unit, by, post, at, {"changes": changes})
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, to: Unit, by: Actor, at: datetime) -> Unit:
    """Put a unit with all below it under another; what happened before stays where it was.

    :raises Conflict: when it would come to stand below itself, or in another organisation.
    """
    post = rights.require(by, "orgs.manage", to.lineage)
    rights.require(by, "orgs.manage", unit.lineage)
    if unit.parent_id is None or unit.root_id != to.root_id or unit.reaches(to.lineage):
        raise Conflict("cannot-move", _("%(unit)s cannot stand below %(to)s."), unit=unit.name, to=to.name)
    before, after = unit.lineage, to.lineage + unit.key
    deepest = max(len(line) for line in Unit.objects.under(unit).values_list("lineage", flat=True))
    if (deepest - len(before) + len(after)) // LINEAGE_STEP > MOST_LEVELS:
        raise BadInput("too-deep", _("A tree has at most %(most)s levels."), most=MOST_LEVELS)
    Unit.objects.under(unit).update(lineage=Concat(Value(after), Substr("lineage", len(before) + 1)))
    Unit.objects.filter(id=unit.id).update(parent=to)
    _record("orgs.unit_moved", unit, by, post, at, {"from": before, "to": after})
    unit.refresh_from_db()
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, by: Actor, at: datetime, why: str) -> Unit:
    """Close a unit with its posts; it stays on record.

    What was only scheduled for it goes.

    :raises Conflict: while units below it stand or it still owes something, or when it is a root.
    """
    post = rights.require(by, "orgs.manage", unit.lineage)
    if unit.parent_id is None or unit.closed_at is not None:
        raise Conflict("cannot-close", _("%(unit)s cannot be closed."), unit=unit.name)
    if Unit.objects.filter(parent=unit, closed_at=None).exists():
        raise Conflict(
            "units-below",
            _("%(unit)s still has units below it."),
            hint=_("Close or move them first."),
            unit=unit.name,
        )
    closing.require_settled([unit.id])
    closing.let_go([unit.id], at)
    Appointment.objects.filter(post__unit=unit).not_over(at).update(ends_at=no_sooner_than_start(at))
    Post.objects.filter(unit=unit, closed_at=None).update(closed_at=at)
    unit.closed_at = at
    unit.save(update_fields=["closed_at"])
    _record("orgs.unit_closed", unit, by, post, at, {"code": unit.code, "why": why})
    return unit


def no_sooner_than_start(at: datetime) -> Greatest:
    """The end of an appointment cut short at ``at``; one that has not begun never holds."""
    return Greatest("starts_at", Value(at, output_field=DateTimeField()))


def _check(kind: str, zone: str) -> None:
    if kind not in UnitKind.values:
        raise BadInput("unit-kind", _("There is no kind of unit called %(kind)s."), kind=kind)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "zone", _("%(zone)s is no time zone."), hint=_("Such as Asia/Shanghai."), zone=zone
        ) from None


def _record(
    verb: str, unit: Unit, by: Actor, held: HeldPost | None, at: datetime, details: Mapping[str, object]
) -> None:
    record(
        root=unit.root_id, verb=verb, object_kind="unit", object_id=unit.id, at=at, actor=by.user_id,
        post=held.post_id if held else None,
        details=details,
    )  # fmt: skip
