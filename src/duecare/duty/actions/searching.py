"""Letting the solver look for a roster: asking, stopping, and what the process ``work`` writes of it.

A search is claimed by a conditional update and belongs to whoever claimed it as long as ``beat_at`` is fresh; every
write of a worker asks whether it is still theirs. So each roster is searched once, and a killed worker's search goes
on with the next one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, NotFound
from duecare.duty.actions.assignments import hold
from duecare.duty.actions.drafting import add_draft
from duecare.duty.actions.keeping import hold_to_keep, write_down
from duecare.duty.models import Draft, Search
from duecare.duty.queries.problems import problem_of, roster_now
from duecare.duty.rules.cells import as_cells
from duecare.duty.rules.writing import problem_as_json
from duecare.orgs.rules import SYSTEM, Actor

#: Without a sign of life for so long a worker counts as gone.
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
#: Seconds that a search may be given.
LEAST_SECONDS, MOST_SECONDS = 1, 1800
#: Beside the problem, for the draft: the cells that held when it was asked for. The solver does not look at it.
HELD = "held"


def ask_search(
    *, roster_id: uuid.UUID, seconds: int, by: Actor, at: datetime, afresh: bool = False, seed: int = 1
) -> Search:
    """Let a roster be looked for. While one is being looked for, asking again gives that search.

    :param seconds: at most so long.
    :param afresh: forget what is published, but for what has begun; else a published roster changes as little as
        can be.
    :raises BadInput: the time is no possible one, or nobody can stand watches.
    """
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise BadInput("duty.seconds", _("Give it 1 second to 30 minutes."), where="seconds")
    try:
        with transaction.atomic():
            return _asked(roster_id, seconds, by, at, afresh, seed)
    except IntegrityError:
        return Search.objects.get(roster_id=roster_id, ended_at=None)


def _asked(roster_id: uuid.UUID, seconds: int, by: Actor, at: datetime, afresh: bool, seed: int) -> Search:
    roster, post = hold_to_keep(roster_id, by)
    running = roster.searches.filter(ended_at=None).first()
    if running is not None:
        return running
    problem = problem_of(roster, at)
    if not problem.people:
        raise BadInput(
            "duty.nobody-stands",
            _("Nobody stands watches of this roster yet."),
            hint=_("Say first who stands which post."),
        )
    if afresh:
        problem = replace(problem, published=None)
    search = Search.objects.create(
        roster=roster,
        problem={**problem_as_json(problem), HELD: as_cells(roster_now(roster))},
        revision=roster.revision,
        seconds=seconds,
        seed=seed,
        asked_by=by.user_id,
        asked_at=at,
    )
    details = {"seconds": seconds, "seed": seed, "afresh": afresh, "revision": roster.revision}
    write_down(roster, "duty.searched", details, by=by, post=post, at=at, about=("search", search.id))
    return search


@transaction.atomic
def stop_search(*, roster_id: uuid.UUID, search_id: uuid.UUID, by: Actor, at: datetime) -> Search:
    """Stop a search and keep the best it has. Stopping it again, or one that has ended, changes nothing."""
    roster, _post = hold_to_keep(roster_id, by)
    search = roster.searches.select_for_update().filter(id=search_id).first()
    if search is None:
        raise NotFound("duty.no-search", _("There is no such search."))
    if search.ended_at is None and search.stop_asked_at is None:
        search.stop_asked_at = at
        if search.started_at is None:
            search.ended_at, search.ended_as = at, "stopped"
            search.problem = _without_wishes(search.problem)
        search.save(update_fields=["stop_asked_at", "ended_at", "ended_as", "problem"])
    return search


def claim(worker: str, at: datetime) -> Search | None:
    """The search that has waited longest and nobody is at, now this worker's; None when there is none.

    One whose workers went away too often ends as failed.
    """
    stale = Q(beat_at=None) | Q(beat_at__lte=at - LEASE)
    free = Search.objects.filter(stale, ended_at=None)
    for search in free.filter(attempts__gte=MOST_ATTEMPTS):
        problem = _without_wishes(search.problem)
        free.filter(id=search.id).update(ended_at=at, ended_as="failed", problem=problem)
    for search in free.order_by("asked_at", "id")[:5]:
        mine = free.filter(id=search.id, attempts=search.attempts).update(
            worker=worker, attempts=F("attempts") + 1, started_at=search.started_at or at, beat_at=at
        )
        if mine:
            search.refresh_from_db()
            return search
    return None


def beat(search: Search, progress: Mapping[str, Any], at: datetime) -> bool | None:
    """Say that it goes on and how far it is. :returns: whether to stop; None when it is no longer this worker's."""
    mine = _mine(search)
    if not mine.update(beat_at=at, progress=dict(progress)):
        return None
    return bool(mine.filter(stop_asked_at__isnull=False).exists())


def let_go(search: Search) -> None:
    """Give a search back unended, because the worker is told to end: the next one begins it again at once."""
    _mine(search).update(beat_at=None, worker="", attempts=F("attempts") - 1, progress={})


@transaction.atomic
def finish(search: Search, ended_as: str, answer: Mapping[str, Any] | None, at: datetime) -> Draft | None:
    """End a search; what it found becomes a draft. None when nothing was found, or it was no longer this worker's.

    The draft is based on the roster as it was when the search was asked for, so that it says what changed meanwhile.
    """
    roster = hold(search.roster_id)
    told = dict(answer) if answer else None
    ending = {"ended_at": at, "ended_as": ended_as, "answer": told, "beat_at": at}
    if not _mine(search).update(**ending, problem=_without_wishes(search.problem)):
        return None
    if ended_as != "found" or told is None:
        return None
    kept = ("state", "objective", "bound", "gap", "seconds", "penalty", "changes", "fewest")
    draft = add_draft(
        roster=roster,
        cells=told["roster"],
        source="search",
        by=replace(SYSTEM, user_id=search.asked_by),
        at=at,
        search=search,
        told={name: told.get(name) for name in kept},
    )
    if search.revision != roster.revision:
        draft.based_on = search.revision
        draft.base = search.problem[HELD]
        draft.save(update_fields=["based_on", "base"])
    return draft


def _without_wishes(problem: Mapping[str, Any]) -> dict[str, Any]:
    """The problem as it is kept once the search is over: what people wished is nobody's business any more."""
    return {**problem, "people": [{**person, "wishes": []} for person in problem["people"]]}


def _mine(search: Search) -> Any:
    return Search.objects.filter(id=search.id, worker=search.worker, attempts=search.attempts, ended_at=None)
