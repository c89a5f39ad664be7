"""Which rosters somebody may see, and which somebody keeps."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.models import Draft, Roster
from duecare.orgs import rights
from duecare.orgs.rules import Actor, subtree_end


def roster_for(by: Actor, roster_id: uuid.UUID) -> Roster:
    """A roster for those who see its keeper, and for those who stand its watches.

    :raises NotFound: there is none that ``by`` may see.
    """
    roster = Roster.objects.select_related("arrangement", "keeper").filter(id=roster_id).first()
    if roster is None or not (sees(by, roster) or stands(by, roster)):
        raise NotFound("duty.no-roster", _("There is no such roster."))
    return roster


def sees(by: Actor, roster: Roster) -> bool:
    """Whether a post of theirs reaches the keeper."""
    return rights.may(by, "duty.see", roster.keeper.lineage)


def stands(by: Actor, roster: Roster) -> bool:
    """Whether they stand watches of it."""
    return by.user_id is not None and roster.watchkeepers.filter(user_id=by.user_id, left_at=None).exists()


def keeps(by: Actor, roster: Roster) -> bool:
    """Whether they may draw it up and publish it."""
    return rights.may(by, "duty.keep", roster.keeper.lineage)


def rosters_of(by: Actor) -> Iterable[Roster]:
    """Every roster that somebody may see, of plans in force first."""
    mine = Q(watchkeepers__user_id=by.user_id, watchkeepers__left_at=None) if by.user_id else Q(pk=None)
    seen = (
        Q(keeper__lineage__gte=line, keeper__lineage__lte=subtree_end(line))
        for line in rights.lineages(by, "duty.see")
    )
    found = Roster.objects.filter(reduce(or_, seen, mine)).distinct()
    rows = found.select_related("arrangement", "keeper").order_by("arrangement__position", "keeper__lineage")
    return sorted(
        rows, key=lambda roster: (roster.arrangement.ended_at is not None, roster.arrangement.terms["first"])
    )


def find_draft(roster: Roster, number: int) -> Draft:
    """The roster's draft of that number. :raises NotFound: there is none."""
    draft = roster.drafts.filter(number=number).first()
    if draft is None:
        raise NotFound("duty.no-draft", _("There is no such draft."))
    return draft
