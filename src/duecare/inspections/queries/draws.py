"""Draws: what was committed to, what was drawn from what, and whether it can be worked out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotAllowed
from duecare.inspections.models import Cycle, Draw, Inspected
from duecare.inspections.queries.reaching import RIGHT
from duecare.inspections.rules.drawing import agrees
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, roots_of

#: Rounds on the page, the newest first.
MOST = 24


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw: the units it fell on, from which, both in the order of their keys' ranks as they were kept."""

    draw: Draw
    units: Sequence[Unit]
    pool: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Round:
    """A cycle as the reader sees it.

    :param draws: None while the reader may not know: the seed has not been told, and no post reaches whoever inspects.
    :param agrees: whether the draws follow from the seed; None before it is told.
    """

    cycle: Cycle
    draws: Sequence[Drawn] | None
    agrees: bool | None


def draws(by: Actor) -> list[Round]:
    """The rounds of the reader's organisations. A fixed number of statements.

    Once the seed is told everybody with a post sees everything. Before that only those do whose posts reach the units
    that inspect.

    :raises NotAllowed: the reader holds no post.
    """
    if not rights.anywhere(by, RIGHT):
        raise NotAllowed("no-post", _("Draws are for those who hold a post."))
    cycles = list(
        Cycle.objects.filter(programme__root__in=roots_of(by.posts))
        .select_related("programme")
        .order_by("-first", "programme__programme", "programme__key")[:MOST]
    )
    made: dict[UUID, list[Draw]] = defaultdict(list)
    for draw in Draw.objects.filter(cycle__in=cycles).order_by("first"):
        made[draw.cycle_id].append(draw)
    keys = {key for found in made.values() for draw in found for key in draw.pool}
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=keys)}
    inspecting = _inspecting(cycles)
    return [_round(by, cycle, made[cycle.id], units, inspecting[cycle.programme_id]) for cycle in cycles]


def _round(
    by: Actor, cycle: Cycle, made: Sequence[Draw], units: Mapping[str, Unit], inspecting: Sequence[str]
) -> Round:
    told = cycle.revealed_at is not None
    knows = told or (bool(inspecting) and all(rights.may(by, RIGHT, one) for one in inspecting))
    seen = [
        Drawn(one, [units[key] for key in one.drawn], [units[key] for key in one.pool]) for one in made
    ]  # fmt: skip
    seed = bytes.fromhex(cycle.seed)
    right = agrees(seed, cycle.name, cycle.commitment, [one.as_rule() for one in made]) if told else None
    return Round(cycle, seen if knows else None, right)


def _inspecting(cycles: Sequence[Cycle]) -> Mapping[UUID, list[str]]:
    """Lineages of the units that inspect, by programme."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Inspected.objects.filter(programme__in={cycle.programme_id for cycle in cycles})
    for programme, lineage in rows.values_list("programme", "by_unit__lineage").distinct():
        found[programme].append(lineage)
    return found
