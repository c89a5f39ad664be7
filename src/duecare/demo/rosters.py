"""The rosters: who keeps one says who stands watches, lets it be looked for, and publishes what was found.

The process ``work`` looks for them, one after the other, while the days go by. Only where the days go by faster than
that does the demo's clock wait, once, shortly before the rosters are due. Without the solver there are none: then
every watch is seen as empty.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, partial

from django.utils.translation import gettext as _

from duecare.cli.working import look_for
from duecare.demo.clockface import standing_still
from duecare.demo.moments import SETTLED, Act
from duecare.demo.posts import someone
from duecare.demo.rules import OFFICE, dice
from duecare.duty.actions import searching, watchkeepers
from duecare.duty.actions.publishing import publish_found
from duecare.duty.actions.watchkeepers import Standing
from duecare.duty.models import Roster, Search
from duecare.duty.queries.candidates import candidates
from duecare.obligations.models import Obligation

log = logging.getLogger("duecare.demo")

#: What the search for one roster may take, in seconds of the machine, and what the clock waits for it at most.
SECONDS, PATIENCE = 30, 60.0
#: Looks at what was found come so many hours after asking; the last one comes so long before the roster is due.
LOOKS, LAST = (4, 7, 24, 28, 48), timedelta(hours=2)

#: How a search ended that is asked for once more at the last look, as is one that was not asked for in time.
AGAIN = {"nothing", "failed", "stopped"}


def drawing_up(o: Obligation) -> Iterator[Act]:
    """What is done about a roster that is owed: asked for on one of the six days before, in the morning.

    The district's, which takes longest to look for, is asked for first.
    """
    days = 6 if o.debtor.code == OFFICE else 1 + int(5 * dice("roster", o.debtor.code))
    morning = o.due_at - timedelta(days, hours=8, minutes=90 * dice("asks", o.debtor.code))
    asked = max(o.opens_at + SETTLED, morning)
    yield asked, partial(_ask, o)
    for look in LOOKS:
        yield asked + timedelta(hours=look), partial(_publish, o, 0.0)
    yield o.due_at - LAST, partial(_publish, o, PATIENCE)


def _ask(o: Obligation, at: datetime) -> None:
    roster = Roster.objects.select_related("arrangement", "keeper").get(id=o.subject)
    by = someone(o.debtor.code, "coordinator", "leader")
    watchkeepers.enter(roster_id=roster.id, people=_people(roster, at), by=by, at=at)
    searching.ask_search(roster_id=roster.id, seconds=SECONDS, by=by, at=at)


def _people(roster: Roster, at: datetime) -> list[Standing]:
    """Those proposed by their posts; where nobody is, as in a school, everybody there; nobody where a visitor chose."""
    if roster.watchkeepers.exists():
        return []
    found = candidates(roster, at)
    proposed = [Standing(one.user.id, one.posts) for one in found if one.posts]
    posts = [post["key"] for post in roster.arrangement.terms["posts"] if not post["leads"]]
    return proposed or [Standing(one.user.id, posts) for one in found]


def _publish(o: Obligation, patience: float, at: datetime) -> None:
    asked = Search.objects.filter(roster_id=o.subject).order_by("asked_at")
    search = asked.last()
    if patience and (search is None or search.ended_as in AGAIN):
        _ask(o, at)
        search = asked.last()
    if search is None:
        return
    with standing_still():  # the time on the mark, which the process ``work`` reads too
        look_for(search, patience=patience)
    if search.ended_as == "not-installed":
        _say_not_installed()
    by = someone(o.debtor.code, "coordinator", "leader")
    publish_found(roster_id=search.roster_id, by=by, at=at)


@cache
def _say_not_installed() -> None:
    """Once in a process."""
    log.warning(
        "%s %s",
        _("The solver is not installed, so nobody draws up rosters and every watch will be empty."),
        _('Run: pip install "duecare[roster]"'),
    )
