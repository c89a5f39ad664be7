"""Committing to seeds, drawing by them when a window opens, and telling them when their cycle is over."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from duecare.audit.actions import record
from duecare.core.calendar import Window
from duecare.inspections.actions.planning import asked, end_of
from duecare.inspections.models import Cycle, Draw, Inspected, Programme
from duecare.inspections.rules.drawing import SEED_BYTES, commitment, cycle_name, draw, seal
from duecare.inspections.rules.windows import in_cycles
from duecare.orgs.rules import Actor

#: What gives 32 bytes that nobody can foresee; tests give others.
Seeds = Callable[[], bytes]
CYCLE = "inspections.cycle"


def new_seed() -> bytes:
    """Bytes from the operating system's own source."""
    return secrets.token_bytes(SEED_BYTES)


def commit_cycles(programme: Programme, by: Actor | None, at: datetime, seeds: Seeds = new_seed) -> None:
    """Bring the cycles in line with the programme's windows, in the caller's transaction.

    What has drawn stays as it is, and so does the seed of every cycle whose windows stay. The record gets each new
    commitment, and the name of each that is no longer needed.
    """
    cycles = {cycle.key: cycle for cycle in Cycle.objects.filter(programme=programme)}
    begun = set(Draw.objects.filter(cycle__programme=programme).values_list("cycle_id", flat=True))
    kept = sorted((c.first, c.last) for c in cycles.values() if c.id in begun)
    wanted = in_cycles(asked(programme), programme.cover_within, kept) if programme.sample else []
    stay = {cycle.key for cycle in cycles.values() if cycle.id in begun}
    new = []
    for windows in wanted:
        first, last = windows[0], windows[-1]
        if any(a <= first.first <= b for a, b in kept):
            continue
        known = cycles.get(first.key)
        if known is not None and (known.first, known.last) == (first.first, last.last):
            stay.add(first.key)
        else:
            new.append(_cycle(programme, first, last, at, seeds()))
    gone = [cycle for key, cycle in cycles.items() if key not in stay]
    Cycle.objects.filter(id__in=[cycle.id for cycle in gone]).delete()
    Cycle.objects.bulk_create(new)
    for cycle in gone:
        _record("inspections.cycle-withdrawn", cycle, {"commitment": cycle.commitment}, by, at)
    for cycle in new:
        _record("inspections.cycle-committed", cycle, {"commitment": cycle.commitment}, by, at)


def draw_window(programme: Programme, window: Window, at: datetime) -> list[Inspected]:
    """Draw the units of a window; when it has been drawn, the same again.

    The record gets how many, and a seal over which: an HMAC under the seed, from which nobody can learn the result
    before the seed is told.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    cycle = (
        Cycle.objects.filter(programme=programme, first__lte=window.first, last__gte=window.first)
        .order_by("first")
        .first()
    )
    if cycle is None:
        return []
    rows = list(
        Inspected.objects.filter(programme=programme, unit__closed_at=None, by_unit__closed_at=None)
        .select_related("unit", "by_unit")
        .order_by("unit__lineage")
    )
    made = Draw.objects.filter(cycle=cycle, window=window.key).first()
    if made is None and rows:
        made = _draw(programme, cycle, window, sorted(row.unit.key for row in rows), at)
    return [row for row in rows if made is not None and row.unit.key in set(made.drawn)]


def reveal(at: datetime) -> int:
    """Tell the seed of every cycle whose last window is over, with what was drawn. :returns: how many were told."""
    over = Cycle.objects.filter(revealed_at=None, ends_at__lte=at).values_list("id", flat=True).order_by("id")
    return sum(_reveal(key, at) for key in list(over))


@transaction.atomic
def _reveal(key: uuid.UUID, at: datetime) -> int:
    if not Cycle.objects.filter(id=key, revealed_at=None).update(revealed_at=at):
        return 0
    cycle = Cycle.objects.select_related("programme").get(id=key)
    draws = {one.window: sorted(one.drawn) for one in cycle.draws.order_by("first")}
    details = {"commitment": cycle.commitment, "seed": cycle.seed, "draws": draws}
    _record("inspections.seed-told", cycle, details, None, at)
    return 1


def _draw(programme: Programme, cycle: Cycle, window: Window, pool: list[str], at: datetime) -> Draw:
    name = cycle_name(programme.programme, programme.key, cycle.key)
    seed = bytes.fromhex(cycle.seed)
    before = Draw.objects.filter(cycle=cycle)
    seen = {unit for drawn in before.values_list("drawn", flat=True) for unit in drawn}
    left = sum(1 for one in programme.windows() if window.first <= one.first <= cycle.last)
    drawn = draw(seed=seed, name=name, pool=pool, seen=seen, share=programme.share, left=left)
    made = Draw.objects.create(
        cycle=cycle, window=window.key, first=window.first, left=left, share=str(programme.share), pool=pool,
        drawn=list(drawn), at=at,
    )  # fmt: skip
    details = {
        "window": window.key, "units": len(pool), "drawn": len(drawn), "seal": seal(seed, name, window.key, drawn),
    }  # fmt: skip
    _record("inspections.drawn", cycle, details, None, at)
    return made


def _cycle(programme: Programme, first: Window, last: Window, at: datetime, seed: bytes) -> Cycle:
    name = cycle_name(programme.programme, programme.key, first.key)
    return Cycle(
        programme=programme, key=first.key, first=first.first, last=last.last, seed=seed.hex(),
        commitment=commitment(seed, name), committed_at=at, ends_at=end_of(last, programme.zone),
    )  # fmt: skip


def _record(verb: str, cycle: Cycle, details: Mapping[str, Any], by: Actor | None, at: datetime) -> None:
    programme = cycle.programme
    record(
        root=programme.root_id, verb=verb, object_kind=CYCLE, object_id=cycle.id, at=at,
        actor=by.user_id if by else None, post=None,
        details={
            "programme": programme.programme, "inspections": programme.key, "cycle": cycle.key, **details
        },
    )  # fmt: skip
