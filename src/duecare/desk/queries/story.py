"""One duty and everything that happened to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.desk.queries.contacts import Contact, answering_first, of_units
from duecare.obligations import kinds
from duecare.obligations.models import Happening, Obligation, Outage
from duecare.obligations.queries import may_see
from duecare.orgs import rights
from duecare.orgs.models import Post, Unit, User
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    :param told: when people's notices were made; None when nobody was to be told, or they are on their way.
    """

    at: datetime
    what: str
    audience: str = ""
    unit: Unit | None = None
    people: Sequence[str] = ()
    was_due_at: datetime | None = None
    why: str = ""
    who: str = ""
    old: Any = None
    new: Any = None
    late_by: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The page of one duty."""

    obligation: Obligation
    kind: kinds.Kind
    link: str
    events: Sequence[Event]
    ahead: Sequence[tuple[str, datetime, Sequence[str]]]
    contacts: Sequence[Contact]
    outages: Sequence[Outage]
    may: frozenset[str]


def story(obligation_id: uuid.UUID, by: Actor, at: datetime) -> Story:
    """A duty for those of its unit, of the units above it, and of the unit it is owed to.

    :raises NotFound: there is none that the reader may know of; confidential ones have pages of their own.
    """
    row = (
        Obligation.objects.filter(id=obligation_id, confidential=False)
        .select_related("debtor", "creditor", "ladder", "root")
        .first()
    )
    if row is None or not _visible(row, by):
        raise NotFound("obligation-unknown", _("There is no such duty, or it is not yours to see."))
    acts = ("waive", "extend", "reassign")
    may = frozenset(
        act
        for act in acts
        if row.closed_at is None and rights.may(by, f"obligations.{act}", row.creditor.lineage)
    )
    return Story(
        row,
        kinds.get(row.kind),
        link_to(row),
        _events(row),
        _ahead(row),
        answering_first(of_units(by, [row.debtor_id], at).get(row.debtor_id, []), {row.post or "leader"}),
        list(Outage.objects.filter(from_at__lte=row.due_at, until_at__gte=row.opens_at)[:5]),
        may,
    )


def page_of_its_own(obligation_id: uuid.UUID, by: Actor) -> str:
    """Where a confidential duty is done, for those who may know of it; empty for everybody else, and other duties."""
    row = Obligation.objects.select_related("debtor").filter(id=obligation_id, confidential=True).first()
    return link_to(row) if row is not None and may_see(by, row) else ""


def link_to(row: Obligation) -> str:
    """Where the duty is done; empty while its module has no page."""
    try:
        return reverse(kinds.get(row.kind).url_name, args=[row.id])
    except (NoReverseMatch, KeyError):
        return ""


def _visible(row: Obligation, by: Actor) -> bool:
    return any(rights.may(by, "obligations.view", line) for line in (row.lineage, row.creditor.lineage))


def _events(row: Obligation) -> list[Event]:
    steps = list(row.happenings.select_related("unit").order_by("done_at", "id"))
    terms: list[Any] = list(row.terms.all())
    transfers: list[Any] = list(row.transfers.select_related("from_debtor", "to_debtor"))
    people = _people(steps, [*terms, *transfers], row)
    posts = dict(
        Post.objects.filter(id__in=[t.by_post for t in [*terms, *transfers]]).values_list("id", "title")
    )
    events = [_step(step, people, row) for step in steps]
    events += [
        Event(t.at, "extended", why=t.why, who=_who(t, people, posts), old=t.old_due_at, new=t.new_due_at)
        for t in terms
    ]
    events += [
        Event(t.at, "reassigned", why=t.why, who=_who(t, people, posts), old=t.from_debtor, new=t.to_debtor)
        for t in transfers
    ]
    told = {"extended": bool(terms), "reassigned": bool(transfers)}
    events = [e for e in events if not (told.get(e.what) and e.audience)]
    return sorted(events, key=lambda e: e.at)


def _step(step: Happening, people: dict[str, str], row: Obligation) -> Event:
    ended = step.what in {"discharged", "waived"}
    return Event(
        step.done_at,
        step.what,
        step.audience,
        step.unit if step.audience else None,
        [people[one] for one in step.recipients if one in people],
        step.was_due_at,
        why=row.closed_why if ended else "",
        who=people.get(str(row.closed_by), "") if ended else "",
        late_by=step.done_at - step.was_due_at,
    )


def _who(change: Any, people: dict[str, str], posts: dict[uuid.UUID, str]) -> str:
    return " ".join(filter(None, (posts.get(change.by_post, ""), people.get(str(change.by_user), ""))))


def _people(steps: Iterable[Happening], changes: Iterable[Any], row: Obligation) -> dict[str, str]:
    ids = {one for step in steps for one in step.recipients} | {str(c.by_user) for c in changes if c.by_user}
    if row.closed_by:
        ids.add(str(row.closed_by))
    return (
        {str(i): name for i, name in User.objects.filter(id__in=ids).values_list("id", "name")} if ids else {}
    )


def _ahead(row: Obligation) -> list[tuple[str, datetime, Sequence[str]]]:
    if row.closed_at is not None or row.stands_still:
        return []
    return [
        (step["act"], row.due_at + timedelta(seconds=step["offset"]), step["to"])
        for step in row.ladder.steps[row.rung :]
    ]
