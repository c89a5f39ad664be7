"""What somebody stands, what is offered to them, and what they have asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from duecare.core.calendar import local_date
from duecare.duty.models import Assignment, Leave, Swap, Watch, Watchkeeper
from duecare.duty.queries.deciding import leading
from duecare.duty.queries.ground import Ground, ground_of
from duecare.duty.rules.terms import post_of, shift_of
from duecare.orgs.rules import Actor

#: What has come to an end is shown for so long.
LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Own:
    """A watch as its holder sees it.

    :param watch_id: its page; None before it is made, two days ahead.
    :param offered: the open offer of it.
    """

    one: Assignment
    shift: Any
    post: Any
    terms: Mapping[str, Any]
    watch_id: uuid.UUID | None = None
    may_check_in: bool = False
    runs: bool = False
    offered: Swap | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A watch on offer, or a swap that has ended.

    :param given: and ``wanted``: as watches in words need them.
    :param said: rules that accepting it would break; empty where it may be accepted.
    :param state: what has become of it, in words.
    """

    swap: Swap
    given: Own
    wanted: Own | None
    said: Sequence[str] = ()
    state: str = ""


@dataclass(slots=True)
class Mine:
    """The page "My watches"."""

    keepers: list[Watchkeeper] = field(default_factory=list)
    ahead: list[Own] = field(default_factory=list)
    asked: list[Offer] = field(default_factory=list)
    made: list[Offer] = field(default_factory=list)
    lately: list[Offer] = field(default_factory=list)
    deciding: list[Offer] = field(default_factory=list)
    leaves: list[tuple[Leave, str, bool]] = field(default_factory=list)


def mine(by: Actor, at: datetime) -> Mine:
    """All that is the reader's own; nobody sees another's. A fixed number of statements for each roster."""
    page = Mine()
    if by.user_id is None:
        return page
    page.keepers = list(
        Watchkeeper.objects.filter(user=by.user_id, left_at=None, roster__arrangement__ended_at=None)
        .select_related("roster__arrangement", "roster__keeper")
        .order_by("joined_at")
    )
    page.ahead = ahead(by, at)
    swaps = _swaps(by, page.keepers, at)
    grounds: dict[uuid.UUID, Ground] = {}
    for swap in swaps:
        _sort(page, swap, by, grounds, at)
    page.asked.sort(key=lambda offer: bool(offer.said))
    page.deciding = [offer_of(swap, at) for swap in waiting_for(by, page.keepers)]
    leaves = Leave.objects.filter(watchkeeper__in=page.keepers)
    leaves = leaves.select_related("obligation", "watchkeeper__roster__arrangement")
    leaves = leaves.exclude(withdrawn_at__lt=at - LATELY)
    page.leaves = [
        (leave, leave_state(leave), _may_withdraw(leave, at)) for leave in leaves.order_by("-first")
    ]
    return page


def ahead(by: Actor, at: datetime, most: int = 60) -> list[Own]:
    """The watches that run or come, the next first. Three statements."""
    rows = Assignment.objects.standing().filter(user=by.user_id, ends_at__gt=at)
    found = list(
        rows.select_related("roster__arrangement", "site", "check_in").order_by("starts_at", "id")[:most]
    )
    offered = {swap.given_id: swap for swap in Swap.objects.filter(given__in=found, ended_at=None)}
    pages = _pages(found)
    return [_own(one, pages.get(_where(one)), offered.get(one.id), at) for one in found]


@dataclass(frozen=True, slots=True)
class Glance:
    """What the start page says of watches: the one that runs or comes next, and how many are offered to the reader."""

    own: Own | None
    asked: int


def glance(by: Actor, at: datetime) -> Glance:
    """Two statements, three with a watch."""
    rows = Assignment.objects.standing().filter(user=by.user_id, ends_at__gt=at).order_by("starts_at", "id")
    one = rows.select_related("roster__arrangement", "site", "check_in").first() if by.user_id else None
    asked = Swap.objects.filter(asked_of__user=by.user_id, accepted_by=None, ended_at=None).count()
    own = _own(one, _pages([one]).get(_where(one)), None, at) if one else None
    return Glance(own, asked)


def _pages(found: Sequence[Assignment]) -> dict[tuple[object, ...], uuid.UUID]:
    soon = found[:12]
    rows = Watch.objects.filter(
        arrangement__in={one.roster.arrangement_id for one in soon},
        site__in={one.site_id for one in soon},
        day__in={one.day for one in soon},
    )
    keys = rows.values_list("arrangement_id", "site_id", "day", "shift", "id")
    return {(arrangement, site, day, shift): key for arrangement, site, day, shift, key in keys}


def _where(one: Assignment) -> tuple[object, ...]:
    return one.roster.arrangement_id, one.site_id, one.day, one.shift


def _own(one: Assignment, watch_id: uuid.UUID | None, offered: Swap | None, at: datetime) -> Own:
    terms = one.roster.arrangement.terms
    opens = one.starts_at - timedelta(seconds=terms["check_in"]["opens_before"])
    there = getattr(one, "check_in", None) is not None
    return Own(
        one,
        shift_of(terms, one.shift),
        post_of(terms, one.post),
        terms,
        watch_id,
        watch_id is not None and not there and opens <= at < one.ends_at,
        one.starts_at <= at,
        offered,
    )


def as_own(one: Assignment, at: datetime) -> Own:
    """A watch in the words of its roster's terms."""
    return _own(one, None, None, at)


def _swaps(by: Actor, keepers: Iterable[Watchkeeper], at: datetime) -> list[Swap]:
    """Open ones that concern the reader or all, and those of theirs that ended lately. One statement."""
    rosters = [keeper.roster_id for keeper in keepers]
    own = Q(given__user=by.user_id) | Q(asked_of__user=by.user_id) | Q(accepted_by__user=by.user_id)
    open_ones = Q(ended_at=None) & (own | Q(asked_of=None, accepted_by=None, roster__in=rosters))
    ended = Q(ended_at__gt=at - LATELY) & own
    rows = Swap.objects.filter(open_ones | ended).order_by("-asked_at")
    return list(rows.select_related(*RELATED))


def waiting_for(by: Actor, keepers: Iterable[Watchkeeper]) -> list[Swap]:
    """Swaps that both people agreed on, of watches that the reader leads. One statement more for each that waits."""
    leads = [
        keeper.roster_id
        for keeper in keepers
        if any(
            post["leads"] and post["key"] in keeper.posts for post in keeper.roster.arrangement.terms["posts"]
        )
    ]
    if not leads:
        return []
    waits = Swap.objects.filter(roster__in=leads, ended_at=None, accepted_at__isnull=False)
    return [
        swap
        for swap in waits.select_related(*RELATED).order_by("given__starts_at")
        if by.user_id in leading(swap) - swap.parties
    ]


RELATED = (
    "roster__arrangement", "roster__keeper", "given__user", "given__site", "given__roster__arrangement",
    "wanted__user", "wanted__site", "wanted__roster__arrangement", "asked_of__user", "accepted_by__user",
)  # fmt: skip


def _sort(page: Mine, swap: Swap, by: Actor, grounds: dict[uuid.UUID, Ground], at: datetime) -> None:
    offer = offer_of(swap, at)
    if swap.ended_at is not None:
        page.lately.append(offer)
    elif swap.given.user_id == by.user_id or swap.accepted_by is not None:
        page.made.append(offer)
    else:
        keeper = next((k for k in page.keepers if k.roster_id == swap.roster_id), None)
        if keeper is None:
            return
        if swap.roster_id not in grounds:
            grounds[swap.roster_id] = ground_of(swap.roster, at)
        ground = grounds[swap.roster_id]
        back = ground.stood(swap.wanted) if swap.wanted else None
        said = ground.passes(ground.stood(swap.given), str(keeper.id), back)
        if swap.asked_of is not None or not said:
            page.asked.append(offer_of(swap, at, said))


def offer_of(swap: Swap, at: datetime, said: Sequence[str] = ()) -> Offer:
    """A swap in the words of its roster's terms."""
    wanted = as_own(swap.wanted, at) if swap.wanted else None
    return Offer(swap, as_own(swap.given, at), wanted, said, swap_state(swap))


def swap_state(swap: Swap) -> str:
    """What has become of a swap."""
    if not swap.ended_as:
        return (
            gettext("accepted, the leader decides") if swap.accepted_by_id else gettext("waits for an answer")
        )
    return {
        "done": gettext("done"),
        "refused": gettext("refused"),
        "withdrawn": gettext("taken back"),
        "undone": gettext("undone"),
        "overtaken": gettext("came to nothing: the roster changed, or the watch began"),
    }[swap.ended_as]


def leave_state(leave: Leave) -> str:
    """What has become of a request for leave."""
    if leave.withdrawn_at is not None:
        return gettext("taken back")
    if leave.granted is None:
        return gettext("waits for the leader")
    return gettext("granted") if leave.granted else gettext("not granted")


def _may_withdraw(leave: Leave, at: datetime) -> bool:
    today = local_date(at, leave.watchkeeper.roster.arrangement.terms["zone"])
    return leave.withdrawn_at is None and leave.granted is not False and leave.last >= today
