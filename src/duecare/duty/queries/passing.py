"""The pages on which a watch changes hands: who else could stand it, a swap, leave, and all that waits for a word."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.models import Assignment, Leave, Roster, Swap, Watch, Watchkeeper
from duecare.duty.queries import reach, watching
from duecare.duty.queries.deciding import deciders, leading
from duecare.duty.queries.ground import Ground, ground_of
from duecare.duty.queries.leaves import touched
from duecare.duty.queries.mine import RELATED, Offer, Own, as_own, leave_state, offer_of
from duecare.duty.queries.places import roster_of
from duecare.duty.rules.covering import Cover
from duecare.duty.rules.exchanging import Stood, may_decide
from duecare.duty.rules.terms import post_of, shift_of
from duecare.orgs import rights
from duecare.orgs.rules import Actor, subtree_end

#: Watches of a colleague that are offered for exchange.
MOST_EXCHANGED = 40


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody qualified: ``said`` are the rules that standing it would break; ``above``: against the fair share."""

    keeper: Watchkeeper
    said: Sequence[str]
    above: float

    @property
    def below(self) -> bool:
        """Whether they would still be below their fair share with it."""
        return self.above < 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A watch of theirs that could be given back, and the rules that it would break."""

    own: Own
    said: Sequence[str]


@dataclass(slots=True)
class PassingPage:
    """A watch that may change hands.

    :param mine: whether the reader stands it, so that it is offered; else whoever keeps the roster decides.
    :param chosen: the colleague chosen, whose watches are looked through for an exchange.
    """

    roster: Roster
    own: Own
    mine: bool
    may_keep: bool
    offered: Swap | None
    colleagues: list[Colleague] = field(default_factory=list)
    chosen: Colleague | None = None
    exchanges: list[Exchange] = field(default_factory=list)


def passing_page(by: Actor, assignment_id: uuid.UUID, to: str, at: datetime) -> PassingPage:
    """Who else could stand a watch, for who stands it and for those who keep the roster.

    :param to: id of the colleague chosen, or "".
    :raises NotFound: there is none that ``by`` may pass on.
    """
    related = ("roster__arrangement", "roster__keeper", "site", "user", "watchkeeper")
    one = Assignment.objects.select_related(*related).filter(id=assignment_id, ended_at=None).first()
    if one is None or not (one.user_id == by.user_id or reach.keeps(by, one.roster)):
        raise NotFound("duty.no-watch", _("There is no such watch."))
    mine = one.user_id == by.user_id
    page = PassingPage(
        one.roster, as_own(one, at), mine, reach.keeps(by, one.roster),
        Swap.objects.filter(given=one, ended_at=None).select_related("asked_of__user").first(),
    )  # fmt: skip
    ground = ground_of(one.roster, at, [one.starts_at])
    place = ground.stood(one)
    page.colleagues = [_colleague(ground, cover) for cover in ground.covers(place)]
    page.chosen = next((c for c in page.colleagues if str(c.keeper.id) == to), None)
    if page.chosen is not None:
        page.exchanges = list(_exchanges(ground, one, place, page.chosen.keeper, at))
    return page


def _colleague(ground: Ground, cover: Cover) -> Colleague:
    return Colleague(ground.keeper(cover.person), ground.said(cover.broken), cover.above)


def _exchanges(
    ground: Ground, given: Assignment, place: Stood, keeper: Watchkeeper, at: datetime
) -> list[Exchange]:
    theirs = keeper.assignments.filter(ended_at=None, starts_at__gt=at, post__in=given.watchkeeper.posts)
    rows = theirs.select_related("roster__arrangement", "site", "user").order_by("starts_at")[:MOST_EXCHANGED]
    found = [
        Exchange(as_own(one, at), ground.passes(place, str(keeper.id), ground.stood(one))) for one in rows
    ]
    return sorted(found, key=lambda exchange: bool(exchange.said))


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A post of a watch with an empty place, and who could stand it."""

    watch: Watch
    shift: object
    post: object
    key: str
    colleagues: list[Colleague]


def empty_page(by: Actor, watch_id: uuid.UUID, post: str, at: datetime) -> EmptyPage:
    """Who could stand an empty place, for those who keep the roster.

    :raises NotFound: there is no such place that ``by`` may fill.
    """
    watch = Watch.objects.select_related("arrangement", "site").filter(id=watch_id).first()
    if watch is None or post not in watch.needs or not watching.may_see(by, watch):
        raise NotFound("duty.no-watch", _("There is no such watch."))
    roster = roster_of(watch)
    rights.require(by, "duty.keep", roster.keeper.lineage)
    ground = ground_of(roster, at, [watch.starts_at])
    place = ground.place(watch.site_id, watch.day, watch.shift, post)
    terms = watch.arrangement.terms
    found = [_colleague(ground, cover) for cover in ground.covers(place)]
    return EmptyPage(watch, shift_of(terms, watch.shift), post_of(terms, post), post, found)


@dataclass(frozen=True, slots=True)
class SwapPage:
    """A swap, for the two it concerns and for those who decide or keep the roster.

    :param said: rules that it would break as the roster stands now.
    """

    offer: Offer
    roster: Roster
    may_decide: bool
    may_undo: bool
    said: Sequence[str]


def swap_page(by: Actor, swap_id: uuid.UUID, at: datetime) -> SwapPage:
    """:raises NotFound: there is none that ``by`` may see."""
    swap = Swap.objects.select_related(*RELATED, "gave", "gave_back").filter(id=swap_id).first()
    parties = (
        {swap.given.user_id, *([k.user_id for k in (swap.asked_of, swap.accepted_by) if k])}
        if swap
        else set()
    )
    leads = leading(swap) if swap else set()
    if swap is None or not (by.user_id in {*parties, *leads} or reach.keeps(by, swap.roster)):
        raise NotFound("duty.no-swap", _("There is no such offer."))
    waits = swap.ended_at is None and swap.accepted_by is not None
    said: Sequence[str] = ()
    if waits and swap.accepted_by is not None:
        ground = ground_of(swap.roster, at)
        back = ground.stood(swap.wanted) if swap.wanted else None
        said = ground.passes(ground.stood(swap.given), str(swap.accepted_by_id), back)
    decides = waits and _decides(by, swap.roster, parties, at, leads)
    made = [one for one in (swap.gave, swap.gave_back) if one]
    standing = bool(made) and all(one.ended_at is None and one.starts_at > at for one in made)
    may_undo = swap.ended_as == "done" and standing and reach.keeps(by, swap.roster)
    return SwapPage(offer_of(swap, at), swap.roster, decides, may_undo, said)


def _decides(
    by: Actor, roster: Roster, parties: set[uuid.UUID], at: datetime, on_watch: Collection[uuid.UUID] = ()
) -> bool:
    if not (by.user_id in on_watch or rights.may(by, "duty.consent", roster.keeper.lineage)):
        return False
    return by.user_id is None or may_decide(by.user_id, {*deciders(roster, at), *on_watch}, parties)


@dataclass(frozen=True, slots=True)
class Covered:
    """A watch in a leave, and who could stand it, the fairest first; ``first``: who is proposed."""

    own: Own
    colleagues: list[Colleague]

    @property
    def first(self) -> str:
        """Id of the one proposed; "" where nobody may stand it."""
        return str(self.colleagues[0].keeper.id) if self.colleagues and not self.colleagues[0].said else ""


@dataclass(frozen=True, slots=True)
class LeavePage:
    """A request for leave, for whose it is and for those who keep the roster."""

    leave: Leave
    roster: Roster
    state: str
    may_decide: bool
    watches: list[Covered]


def leave_page(by: Actor, leave_id: uuid.UUID, at: datetime) -> LeavePage:
    """:raises NotFound: there is none that ``by`` may see."""
    related = ("watchkeeper__user", "watchkeeper__roster__arrangement", "watchkeeper__roster__keeper")
    leave = Leave.objects.select_related(*related).filter(id=leave_id).first()
    if leave is None:
        raise NotFound("duty.no-leave", _("There is no such request for leave."))
    roster, user_id = leave.watchkeeper.roster, leave.watchkeeper.user_id
    if by.user_id != user_id and not reach.keeps(by, roster):
        raise NotFound("duty.no-leave", _("There is no such request for leave."))
    waits = leave.decided_at is None and leave.withdrawn_at is None
    keeps = waits and reach.keeps(by, roster)
    watches = _proposals(leave, roster, at) if keeps else []
    decides = waits and _decides(by, roster, {user_id}, at)
    return LeavePage(leave, roster, leave_state(leave), decides, watches)


def _proposals(leave: Leave, roster: Roster, at: datetime) -> list[Covered]:
    """For each watch in the leave who could stand it, as if those proposed before stood theirs."""
    ground = ground_of(roster, at)
    found = []
    rows = touched(leave, roster)
    those = ground.proposals([ground.stood(one) for one in rows])
    for one, covers in zip(rows, those, strict=True):
        one.roster = roster
        found.append(Covered(as_own(one, at), [_colleague(ground, cover) for cover in covers]))
    return found


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """All that waits for a word in the units that the reader decides for or keeps the rosters of."""

    swaps: list[Offer]
    leaves: list[Leave]


def requests_page(by: Actor, at: datetime) -> RequestsPage:
    """Two statements."""
    reaching = [
        Q(keeper__lineage__gte=line, keeper__lineage__lte=subtree_end(line))
        for line in rights.lineages(by, "duty.keep")
    ]
    rosters = Roster.objects.filter(reduce(or_, reaching, Q(pk=None)))
    swaps = Swap.objects.filter(roster__in=rosters, ended_at=None, accepted_at__isnull=False)
    leaves = Leave.objects.filter(watchkeeper__roster__in=rosters, decided_at=None, withdrawn_at=None)
    related = ("watchkeeper__user", "watchkeeper__roster__arrangement", "watchkeeper__roster__keeper")
    return RequestsPage(
        [offer_of(swap, at) for swap in swaps.select_related(*RELATED).order_by("given__starts_at")],
        list(leaves.select_related(*related).order_by("first")),
    )
