"""Publishing a roster: from then on it is a promise."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.duty.actions import rosters_owed
from duecare.duty.actions.assignments import Place, change
from duecare.duty.actions.keeping import hold_to_keep, write_down
from duecare.duty.models import Assignment, Draft, Edition, Roster, Watchkeeper
from duecare.duty.queries.facts import sites_of
from duecare.duty.queries.naming import Names, names_of
from duecare.duty.queries.problems import problem_of, roster_now
from duecare.duty.queries.reach import find_draft
from duecare.duty.rules.cells import Difference, as_cells, differences, empty_places, fitted, still_ahead
from duecare.duty.rules.checking import Breach, breaches
from duecare.duty.rules.model import Problem
from duecare.duty.rules.terms import kind_parts
from duecare.obligations import actions as kernel
from duecare.orgs.rules import Actor, HeldPost

#: A roster may be published with empty places, which everybody sees; every other hard rule has to hold.
ALLOWED = frozenset({"least"})


@transaction.atomic
def publish(*, roster_id: uuid.UUID, number: int, edits: int, by: Actor, at: datetime) -> Edition:
    """Publish a draft. The same again, also by a second click, is the same edition.

    Watches that have begun stay as they were stood. Everybody whose watches change is told.

    :param edits: how often the draft had been edited when it was looked at.
    :raises Conflict: it breaks a hard rule, which is named; or was put away, or edited, or the roster has changed
        since it was drawn up (``duty.moved-on``).
    """
    roster, post = hold_to_keep(roster_id, by)
    draft = find_draft(roster, number)
    there = roster.editions.filter(draft=draft).first()
    if there is not None:
        return there
    _refuse_stale(roster, draft, edits)
    problem = problem_of(roster, at)
    target = fitted(problem, draft.cells)
    broken = still_ahead(problem, breaches(problem, target))
    _refuse_broken(problem, [breach for breach in broken if breach.rule.name not in ALLOWED], roster)
    cells = as_cells(target)
    edition = _edition(roster, draft, cells, by, post, at)
    changed = differences(as_cells(roster_now(roster)), cells)
    _stand(roster, changed, by, post, at)
    draft.published_at = at
    draft.save(update_fields=["published_at"])
    details = {
        "edition": edition.number,
        "changes": len(changed),
        "empty": len(empty_places(problem, target)),
    }
    write_down(roster, "duty.published", details, by=by, post=post, at=at, about=("edition", edition.id))
    _discharge(roster, by, at)
    return edition


def publish_found(*, roster_id: uuid.UUID, by: Actor, at: datetime) -> Edition | None:
    """Publish what the search found last, as :func:`publish` does; None while there is nothing to publish."""
    found = (
        Draft.objects.filter(roster_id=roster_id, source="search", published_at=None, discarded_at=None)
        .order_by("-number")
        .first()
    )
    if found is None:
        return None
    return publish(roster_id=roster_id, number=found.number, edits=found.edits, by=by, at=at)


def _refuse_stale(roster: Roster, draft: Draft, edits: int) -> None:
    if draft.discarded_at is not None:
        raise Conflict("duty.draft-over", _("This draft has been put away."))
    if draft.edits != edits:
        raise Conflict(
            "duty.edited-meanwhile",
            _("Somebody has edited this draft meanwhile. It is shown as it is now."),
            hint=_("Look at it again, then publish."),
        )
    if draft.based_on != roster.revision:
        raise Conflict(
            "duty.moved-on",
            _("The roster has changed since this draft was drawn up."),
            hint=_("Take the changes over into the draft, look at it again, then publish."),
        )


def _refuse_broken(problem: Problem, broken: Sequence[Breach], roster: Roster) -> None:
    if broken:
        names: Names = names_of(roster)
        raise Conflict(
            "duty.broken-rules",
            _("It can't be published while rules are broken: %(rules)s"),
            hint=_("Change these places, or let the roster be redrawn."),
            rules=" ".join(names.breach(problem, breach) for breach in broken),
        )


def _edition(
    roster: Roster,
    draft: Draft,
    cells: dict[str, list[str]],
    by: Actor,
    post: HeldPost | None,
    at: datetime,
) -> Edition:
    last = roster.editions.aggregate(last=Max("number"))["last"] or 0
    return Edition.objects.create(
        roster=roster,
        number=last + 1,
        cells=cells,
        draft=draft,
        published_by=by.user_id,
        published_post=post.post_id if post else None,
        published_at=at,
    )


def _stand(
    roster: Roster, changed: Sequence[Difference], by: Actor, post: HeldPost | None, at: datetime
) -> list[Assignment]:
    """Bring the assignments to what the edition says; what has begun does not differ, since it is locked."""
    first = date.fromisoformat(roster.arrangement.terms["first"])
    keepers = {str(keeper.id): keeper for keeper in roster.watchkeepers.all()}
    there = {(str(a.watchkeeper_id), a.day): a for a in roster.assignments.filter(ended_at=None)}
    days = {(one.person, first + timedelta(one.day)): one for one in changed}
    return change(
        roster=roster,
        end=[there[place] for place, one in days.items() if one.was],
        make=[
            _place(roster, keepers[person], day, one.now) for (person, day), one in days.items() if one.now
        ],
        came_by="edition",
        by=by,
        at=at,
        post=post.post_id if post else None,
    )


def _place(roster: Roster, keeper: Watchkeeper, day: date, kind: str) -> Place:
    site, shift, post = kind_parts(kind)
    return Place(keeper, sites_of(roster)[site].id if site else roster.keeper_id, day, shift, post)


def _discharge(roster: Roster, by: Actor, at: datetime) -> None:
    """What was owed is done: a roster."""
    row = rosters_owed.owed(roster, at)
    if row is not None:
        kernel.discharge(obligation_id=row.id, by=by, at=at)
