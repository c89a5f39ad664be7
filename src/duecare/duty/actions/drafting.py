"""Drawing up a roster: drafts are edited freely and promise nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound, TooLate
from duecare.duty.actions.keeping import hold_to_keep, write_down
from duecare.duty.models import Draft, Roster, Search
from duecare.duty.queries.problems import problem_of, roster_now
from duecare.duty.queries.reach import find_draft
from duecare.duty.rules.cells import Cells, as_cells, differences, fitted, merged
from duecare.duty.rules.model import Cell, Problem
from duecare.orgs.rules import Actor


@transaction.atomic
def begin(*, roster_id: uuid.UUID, by: Actor, at: datetime, edition: int | None = None) -> Draft:
    """Begin a draft by hand: from the roster as it stands now, or from an edition.

    :raises NotFound: there is no such edition.
    """
    roster, _post = hold_to_keep(roster_id, by)
    cells: Cells = roster_now(roster).cells
    source = "hand"
    if edition is not None:
        found = roster.editions.filter(number=edition).first()
        if found is None:
            raise NotFound("duty.no-edition", _("There is no such edition."))
        cells, source = found.cells, "edition"
    return add_draft(roster=roster, cells=cells, source=source, by=by, at=at)


def add_draft(
    *,
    roster: Roster,
    cells: Cells,
    source: str,
    by: Actor,
    at: datetime,
    search: Search | None = None,
    told: Mapping[str, Any] | None = None,
) -> Draft:
    """Make a draft of a roster that the caller holds; what has begun is in it as it was stood."""
    problem = problem_of(roster, at)
    last = roster.drafts.aggregate(last=Max("number"))["last"] or 0
    return Draft.objects.create(
        roster=roster,
        number=last + 1,
        source=source,
        search=search,
        cells=as_cells(fitted(problem, cells)),
        told=dict(told or {}),
        base=as_cells(roster_now(roster)),
        based_on=roster.revision,
        made_by=by.user_id,
        made_at=at,
        changed_at=at,
    )


@transaction.atomic
def edit(
    *, roster_id: uuid.UUID, number: int, person: str, day: int, was: str, now: str, by: Actor, at: datetime
) -> Draft:
    """Let somebody stand another watch on a day, or be free. Setting again what is set changes nothing.

    Rules may be broken in a draft: the page says which, and it can't be published until they hold.

    :param was: what the editor saw there, so that nobody overwrites what another has set meanwhile.
    :param now: a kind's id, or "" for free.
    :raises BadInput: there is no such person, day or kind of watch.
    :raises Conflict: another has set this place meanwhile.
    :raises TooLate: the watch has begun.
    """
    roster, draft = hold_draft(roster_id, number, by)
    problem = problem_of(roster, at)
    _check(problem, (person, day), now)
    cells = as_cells(fitted(problem, draft.cells))
    if cells[person][day] == now:
        return draft
    if cells[person][day] != was:
        raise Conflict(
            "duty.set-meanwhile",
            _("Somebody else has set this place meanwhile. It is shown as it is now."),
            hint=_("Choose again if yours is right."),
        )
    cells[person][day] = now
    _keep(draft, cells, at)
    return draft


def _check(problem: Problem, cell: Cell, now: str) -> None:
    person, day = cell
    if person not in problem.person or day not in problem.days:
        raise BadInput("duty.no-place", _("There is no such place in this roster."))
    if problem.locked.get(cell, now) != now:
        raise TooLate("duty.begun", _("This watch has begun, or the person stands elsewhere on that day."))
    if now and (day, now) not in problem.needs:
        raise BadInput("duty.no-watch", _("There is no such watch on this day."), where="kind")


def _keep(draft: Draft, cells: dict[str, list[str]], at: datetime) -> None:
    draft.cells, draft.changed_at, draft.edits = cells, at, draft.edits + 1
    draft.save(update_fields=["cells", "changed_at", "edits", "base", "based_on"])


@transaction.atomic
def take_over(*, roster_id: uuid.UUID, number: int, by: Actor, at: datetime) -> Draft:
    """Take into a draft what has changed in the roster since it was drawn up: swaps, covers, people who left."""
    roster, draft = hold_draft(roster_id, number, by)
    if draft.based_on == roster.revision:
        return draft
    now = as_cells(roster_now(roster))
    cells = merged(draft.cells, differences(draft.base, now))
    draft.base, draft.based_on = now, roster.revision
    _keep(draft, as_cells(fitted(problem_of(roster, at), cells)), at)
    return draft


@transaction.atomic
def discard(*, roster_id: uuid.UUID, number: int, by: Actor, at: datetime) -> None:
    """Put a draft away. Discarding it again changes nothing.

    :raises Conflict: it has been published.
    """
    roster, post = hold_to_keep(roster_id, by)
    draft = find_draft(roster, number)
    if draft.published_at is not None:
        raise Conflict("duty.published", _("This draft has been published."))
    if draft.discarded_at is None:
        draft.discarded_at = at
        draft.save(update_fields=["discarded_at"])
        write_down(roster, "duty.discarded", {"draft": number}, by=by, post=post, at=at)


def hold_draft(roster_id: uuid.UUID, number: int, by: Actor) -> tuple[Roster, Draft]:
    """A draft that may still be edited; its roster is locked.

    :raises Conflict: it has been published or discarded.
    """
    roster, _post = hold_to_keep(roster_id, by)
    draft = find_draft(roster, number)
    if draft.published_at or draft.discarded_at:
        raise Conflict(
            "duty.draft-over",
            _("This draft has been published or put away."),
            hint=_("Begin a new one from the roster as it stands."),
        )
    return roster, draft
