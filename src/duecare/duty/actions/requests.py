"""What is asked of the leader, a swap or leave: a decision owed by a time, and never on what is one's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from duecare.core.calendar import local_date
from duecare.core.errors import Conflict, NotAllowed, Text
from duecare.duty.kinds import REQUEST
from duecare.duty.models import Assignment, Roster
from duecare.duty.queries.deciding import answering, deciders
from duecare.duty.rules import owing
from duecare.duty.rules.exchanging import decided_by, may_decide
from duecare.notify.actions import say
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs import rights
from duecare.orgs.rules import SYSTEM, Actor, HeldPost
from duecare.web.templatetags.duecare import titled

SWAP, LEAVE = "duty:swap", "duty:leave"
_TITLES = {SWAP: ("换班待批", "a swap to decide"), LEAVE: ("请假待批", "leave to decide")}


def ask_to_decide(
    *, roster: Roster, page: str, about: uuid.UUID, first_starts_at: datetime, at: datetime
) -> Obligation:
    """Let the leader owe a decision, before the first watch that it touches.

    :param page: name of the page where it is decided, :data:`SWAP` or :data:`LEAVE`; ``about``: whose.
    :param first_starts_at: start of that watch, after ``at``.
    """
    arrangement, keeper = roster.arrangement, roster.keeper
    terms = arrangement.terms
    unit, post = answering(keeper)
    due = decided_by(at, first_starts_at)
    zh, en = _TITLES[page]
    draft = Draft(
        kind=REQUEST.key,
        origin=owing.origin(arrangement.programme, arrangement.key, keeper.key, owing.REQUEST, about),
        root_id=arrangement.root_id,
        debtor_id=unit.id,
        lineage=unit.lineage,
        creditor_id=uuid.UUID(terms["creditor"]),
        title=f"{terms['title']}：{zh}"[:160],
        title_en=f"{terms['title_en'] or terms['title']}: {en}"[:200],
        basis=terms["basis"],
        programme=arrangement.programme,
        post=post,
        strand=arrangement.strand(owing.REQUEST),
        slot=local_date(due, terms["zone"]),
        subject=f"{page} {about}",
        opens_at=at,
        due_at=due,
        ladder_id=kernel.freeze_ladder(terms["ladders"].get("request", [])),
    )
    kernel.open_many(drafts=[draft], at=at)
    return Obligation.objects.get(origin=draft.origin)


def decided(owed: Obligation | None, *, by: Actor, at: datetime) -> Obligation | None:
    """What was owed about a request is done; returns it as it is now."""
    if owed is not None and owed.closed_at is None:
        return kernel.discharge(obligation_id=owed.id, by=by, at=at)
    return owed


def dropped(owed: Obligation | None, *, at: datetime, why: str) -> None:
    """Nothing is owed about a request any more."""
    if owed is not None and owed.closed_at is None:
        kernel.waive(obligation_id=owed.id, by=SYSTEM, at=at, why=why)


def require_decider(
    roster: Roster,
    by: Actor,
    parties: Collection[uuid.UUID],
    at: datetime,
    on_watch: Collection[uuid.UUID] = (),
) -> HeldPost | None:
    """The post by which ``by`` decides on a request; None for who leads the watch without a leader's post.

    :param parties: user ids of those whose request it is.
    :param on_watch: user ids of those who lead the watch that it is about.
    :raises NotAllowed: they do not decide for this roster, or it is their own and somebody else can.
    """
    post = None
    if by.user_id not in on_watch or rights.may(by, "duty.consent", roster.keeper.lineage):
        post = rights.require(by, "duty.consent", roster.keeper.lineage)
    others = {*deciders(roster, at), *on_watch}
    if by.user_id is not None and not may_decide(by.user_id, others, parties):
        raise NotAllowed(
            "duty.own-request",
            _("This is your own request, so somebody else decides."),
            hint=_("Any other leader who answers for this roster can."),
        )
    return post


def refuse_broken(said: Collection[str]) -> None:
    """:raises Conflict: hard rules would be broken, which it names."""
    if said:
        raise Conflict(
            "duty.breaks-rules",
            _("This would break rules of the roster: %(rules)s"),
            hint=_("Choose somebody else, or another watch."),
            rules=" ".join(said),
        )


def refuse_begun(touched: Iterable[Assignment], at: datetime) -> None:
    """:raises Conflict: a watch has begun, or passed to somebody else meanwhile."""
    for one in touched:
        if one.ended_at is not None:
            raise Conflict(
                "duty.changed-meanwhile",
                _("Somebody has changed these watches meanwhile."),
                hint=_("Look at the roster as it is now, then decide again."),
            )
        if one.starts_at <= at:
            raise Conflict(
                "duty.watch-begun",
                _("This watch has begun."),
                hint=_("Whoever keeps the roster can still put somebody else in, on the watch's page."),
            )


def tell(
    roster: Roster,
    recipients: Iterable[uuid.UUID],
    about: str,
    said: tuple[Text, Text],
    at: datetime,
    *,
    urgent: bool = False,
    **values: Callable[[], str],
) -> None:
    """Say something about a request to some people, in both languages.

    :param about: stable key of what is said.
    :param said: title and text, to be read in each language, with the ``values`` worked out in it.
    """
    texts = {}
    for language in ("zh-hans", "en"):
        with override(language):
            given = {name: value() for name, value in values.items()}
            given["roster"] = titled(roster.arrangement.terms)
            texts[language] = [str(text) % given for text in said]
    say(
        recipients=recipients,
        root=roster.arrangement.root_id,
        dedup=f"duty/{about}",
        title=texts["zh-hans"][0],
        title_en=texts["en"][0],
        body=texts["zh-hans"][1],
        body_en=texts["en"][1],
        at=at,
        urgent=urgent,
    )
