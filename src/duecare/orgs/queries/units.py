"""Units as a reader sees them: the own subtree, and upwards whom to call."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.models import Appointment, Post, Unit
from duecare.orgs.models.units import UnitQuerySet
from duecare.orgs.rules import Actor, ancestors, subtree_end
from duecare.orgs.vocabulary import UnitKind

PAGE = 100
FOUND = 50


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post with those who hold it now and those who will."""

    post: Post
    now: list[Appointment] = field(default_factory=list)
    later: list[Appointment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Level:
    """One page of the units right below a unit."""

    units: list[Unit]
    following: int | None


def visible(by: Actor, right: str = "orgs.view") -> UnitQuerySet:
    """The units within reach of the right."""
    lines = rights.lineages(by, right)
    if not lines:
        return Unit.objects.none()
    return Unit.objects.filter(reduce(or_, (_under(line) for line in lines)))


def tops(by: Actor) -> list[Unit]:
    """The highest units within the reader's reach. One statement."""
    lines = rights.lineages(by, "orgs.view")
    found = Unit.objects.filter(parent=None) if lines == [""] else Unit.objects.filter(lineage__in=lines)
    return list(_with_children(found).order_by("lineage"))


def children(unit: Unit, start: int = 0) -> Level:
    """Units right below, a page of them, open ones only. One statement."""
    below = _with_children(Unit.objects.filter(parent=unit, closed_at=None)).order_by("position", "code")
    rows = list(below[start : start + PAGE + 1])
    return Level(rows[:PAGE], start + PAGE if len(rows) > PAGE else None)


def search(by: Actor, text: str) -> list[Unit]:
    """Open units within reach whose code or name has the text; the first few, shorter codes first. One statement."""
    words = text.split()
    found = visible(by).standing()
    for word in words[:4]:
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return list(_with_children(found).select_related("parent").order_by("lineage")[:FOUND]) if words else []


def unit_for(by: Actor, unit_id: uuid.UUID) -> Unit:
    """The unit, when it is within reach or stands above the reader (or is an office that does).

    :raises NotFound: when there is none that the reader may know of. One statement.
    """
    unit = Unit.objects.select_related("parent", "root").filter(id=unit_id).first()
    if unit is None or not (rights.may(by, "orgs.view", unit.lineage) or is_above(by, unit)):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit


def is_above(by: Actor, unit: Unit) -> bool:
    """Whether the unit, or the unit it is an office of, stands above a post of the reader."""
    line = unit.lineage[: -len(unit.key)] if unit.kind == UnitKind.OFFICE else unit.lineage
    return bool(line) and any(post.lineage.startswith(line) for post in by.posts)


def path_to(unit: Unit, by: Actor) -> list[Unit]:
    """The units above, from the root down, that the reader may look at. One statement."""
    above = Unit.objects.filter(key__in=ancestors(unit.lineage)[:-1]).order_by("lineage")
    return [u for u in above if rights.may(by, "orgs.view", u.lineage) or is_above(by, u)]


def posts_of(unit: Unit, at: datetime) -> list[PostHeld]:
    """The unit's posts with who holds them now and who is yet to begin. Two statements."""
    posts = {
        p.id: PostHeld(p) for p in Post.objects.filter(unit=unit, closed_at=None).order_by("created_at", "id")
    }
    rows = Appointment.objects.filter(post_id__in=posts, user__left_at=None).not_over(at)
    for appointment in rows.select_related("user").order_by("starts_at", "id"):
        held = posts[appointment.post_id]
        (held.now if appointment.starts_at <= at else held.later).append(appointment)
    return list(posts.values())


def rows_for_export(by: Actor, unit: Unit) -> Iterator[tuple[str, ...]]:
    """The subtree as an import reads it, in order of the tree; never all of it in memory."""
    rights.require(by, "orgs.view", unit.lineage)
    rows = Unit.objects.under(unit).standing().order_by("lineage")
    fields = ("code", "name", "name_en", "kind", "parent__code", "phone", "zone")
    for row in rows.values_list(*fields).iterator(chunk_size=2_000):
        yield tuple(str(cell or "") for cell in row)


def _under(line: str) -> Q:
    return Q(lineage__gte=line, lineage__lte=subtree_end(line))


def _with_children(units: UnitQuerySet) -> UnitQuerySet:
    below = Unit.objects.filter(parent=OuterRef("pk"), closed_at=None)
    return units.annotate(has_children=Exists(below))
