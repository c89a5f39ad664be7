"""What an inspection counts for, in people's words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from duecare.inspections.actions.counting import Counted
from duecare.inspections.models import Owed
from duecare.inspections.queries.reaching import within
from duecare.inspections.rules.counting import Reason
from duecare.obligations.shapes import shown
from duecare.orgs.rules import Actor


def sentences(counted: Sequence[Counted]) -> list[str]:
    """A sentence for each programme that concerns the inspection, in the order of the plan."""
    return [_sentence(one) for one in counted]


def counts_for(by: Actor, inspection_id: uuid.UUID) -> list[Owed]:
    """What an inspection has been counted for, of what the reader may see. One statement."""
    rows = Owed.objects.filter(within(by, "obligation__lineage"), inspection=inspection_id)
    return list(rows.select_related("programme", "obligation").order_by("programme__position"))


def _sentence(one: Counted) -> str:
    words = {"title": shown(one.programme.title, one.programme.title_en)}
    if one.owed is None:
        extra = {
            Reason.SAME_WEEK: _("“%(title)s”: this week already has one that counts; this is extra."),
            Reason.NOTHING_OWED: _("“%(title)s”: nothing is owed there now; this is extra."),
        }
        return extra[one.reason] % words
    words |= {"n": str(one.owed.number), "of": str(one.owed.of)}
    if one.late:
        return _("It makes good what was missed of “%(title)s” (%(n)s of %(of)s), late.") % words
    return _("It counts for “%(title)s” (%(n)s of %(of)s).") % words
