"""The watches: people check in, write in the log, pass matters on, hand over and sign."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from duecare.demo import rules
from duecare.demo.moments import Act
from duecare.duty.actions import checking_in, handing_over, log
from duecare.duty.models import Assignment, Handover, Matter, Watch
from duecare.duty.queries import watching
from duecare.obligations.models import Obligation
from duecare.orgs.queries import actor_of
from duecare.orgs.rules import Actor

#: Acts on a watch begin so long before it and end so long after it.
AROUND = timedelta(hours=1)
#: Minutes after a presence check begins at which somebody looks: the clock opens it in one of its steps.
LOOKS = (4, 9, 14, 19)
#: A matter that an earlier watch left is settled so long after a watch has begun.
SETTLING = timedelta(minutes=95)


def standing_watch(since: datetime, at: datetime) -> Iterator[Act]:
    """All that people do on the watches that run about this time. One statement."""
    running = Watch.objects.filter(
        starts_at__lte=at + AROUND, ends_at__gte=since - AROUND, arrangement__ended_at=None
    )
    for watch in running.select_related("arrangement", "site"):
        yield from _acts(watch)


def _acts(watch: Watch) -> Iterator[Act]:
    of = (watch.site.code, watch.day, watch.shift)
    starts, ends = watch.starts_at, watch.ends_at
    for post, people in watch.needs.items():
        for place in range(people):
            offset = rules.check_in_offset(*of, post, place)
            if offset is not None:
                yield starts + offset, partial(_check_in, watch, post, place)
    if rules.stays_away(*of[:2]):
        return
    for offset, text in rules.log_lines(*of):
        yield starts + offset, partial(_write, watch, text)
    yield starts + SETTLING, partial(_settle, watch)
    if matter := rules.matter(*of):
        yield starts + matter[0], partial(_note, watch, matter[1])
    if watch.arrangement.terms["handover"]:
        written, signed = rules.handover_offsets(*of)
        yield ends - written, partial(_hand_over, watch)
        yield ends + signed, partial(_sign, watch)


def _crew(watch: Watch) -> list[Assignment]:
    """Who stands it, in an order that stays; whoever leads comes last."""
    leads = {post["key"] for post in watch.arrangement.terms["posts"] if post["leads"]}
    rows = watching.standing(watch).select_related("user").order_by("user__username")
    return sorted(rows, key=lambda one: one.post in leads)


def _somebody(watch: Watch, at: datetime) -> Actor | None:
    crew = _crew(watch)
    return actor_of(crew[0].user, at) if crew else None


def _check_in(watch: Watch, post: str, place: int, at: datetime) -> None:
    crew = [one for one in _crew(watch) if one.post == post]
    if place < len(crew):
        checking_in.check_in(watch_id=watch.id, by=actor_of(crew[place].user, at), at=at)


def _write(watch: Watch, text: str, at: datetime) -> None:
    if by := _somebody(watch, at):
        client_id = uuid.uuid5(watch.id, text)
        log.write_line(watch_id=watch.id, text=text, client_id=client_id, by=by, at=at)


def _note(watch: Watch, text: str, at: datetime) -> None:
    if by := _somebody(watch, at):
        log.open_matter(watch_id=watch.id, text=text, by=by, at=at)


def _settle(watch: Watch, at: datetime) -> None:
    """Close what earlier watches left open."""
    left = Matter.objects.filter(arrangement=watch.arrangement_id, site=watch.site_id, closed_at=None)
    for matter in left.filter(opened_at__lt=watch.starts_at):
        if by := _somebody(watch, at):
            log.close_matter(watch_id=watch.id, matter_id=matter.id, by=by, at=at)


def _hand_over(watch: Watch, at: datetime) -> None:
    """Write the note, unless a visitor has written one."""
    by = _somebody(watch, at)
    if by and not Handover.objects.filter(watch=watch, written_at__isnull=False).exists():
        handing_over.write_handover(watch_id=watch.id, note=rules.NOTE, by=by, at=at)


def _sign(watch: Watch, at: datetime) -> None:
    """Whoever leads the next watch signs."""
    following, _before = watching.neighbours(watch)
    crew = _crew(following) if following else []
    if crew:
        handing_over.sign(watch_id=watch.id, by=actor_of(crew[-1].user, at), at=at)


def presence(o: Obligation) -> Iterator[Act]:
    """Somebody of the watch answers; looking again after that changes nothing."""
    for minutes in LOOKS:
        yield o.opens_at + timedelta(minutes=minutes), partial(_answer, uuid.UUID(o.subject))


def _answer(watch_id: uuid.UUID, at: datetime) -> None:
    watch = Watch.objects.select_related("arrangement").get(id=watch_id)
    if by := _somebody(watch, at):
        checking_in.answer_presence(watch_id=watch_id, by=by, at=at)
