"""Making obligations of what an arrangement asks for, whether or not anybody is rostered: no empty post goes unseen."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from duecare.duty.actions import rosters_owed
from duecare.duty.actions.departing import end_departed
from duecare.duty.actions.keeping import keep_rosters
from duecare.duty.kinds import HANDOVER, PRESENCE, WATCH
from duecare.duty.models import Arrangement, Watch
from duecare.duty.queries import watching
from duecare.duty.queries.fitting import Where, begun, not_asked_for
from duecare.duty.rules import owing
from duecare.duty.rules.owing import Owed
from duecare.duty.rules.terms import Planned, Terms, post_of, shift_of, watches
from duecare.obligations import actions as kernel
from duecare.obligations.rules import Draft
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: Watches are made this long before what they owe opens.
_MARGIN = timedelta(hours=2)
#: A site that is no older, and has no watch yet, has come since the last turn.
_NEW = timedelta(days=3)


def open_due(at: datetime, until: datetime) -> int:
    """The schedule of duty: make what opens by ``until`` and is not there yet; returns how many were made.

    Then the watches of those who have left meanwhile are given back.
    """
    made = sum(open_arrangement(one, at, until) for one in _standing())
    end_departed(at)
    return made


def _standing() -> Iterator[Arrangement]:
    yield from Arrangement.objects.standing().select_related("root")


def open_arrangement(arrangement: Arrangement, at: datetime, until: datetime) -> int:
    """The same for one arrangement. Running it again makes nothing."""
    rosters = keep_rosters(arrangement=arrangement, at=at)
    made = kernel.open_many(drafts=list(rosters_owed.drafts(arrangement, rosters, at)), at=at)
    made += _open_for_newcomers(arrangement, at)
    horizon = until + _MARGIN
    after = max(arrangement.since, arrangement.through or arrangement.since)
    new = list(watches(arrangement.terms, after, horizon))
    if new:
        made += kernel.open_many(drafts=list(_drafts(arrangement, new)), at=at)
        Arrangement.objects.filter(id=arrangement.id).update(through=horizon)
        arrangement.through = horizon
    return made + _open_presence(arrangement, at)


def _open_for_newcomers(arrangement: Arrangement, at: datetime) -> int:
    """What sites that have come since owe of watches for which the others have theirs already. One statement if none.

    A unit that closed drops out of itself: its scheduled duties go as it closes, and it is no site any more.
    """
    if arrangement.through is None:
        return 0
    have = Watch.objects.filter(arrangement=arrangement, site=OuterRef("pk"))
    since = max(arrangement.since, at - _NEW)
    sites = list(_meant(arrangement).filter(~Exists(have), created_at__gt=since))
    if not sites:
        return 0
    missing = list(watches(arrangement.terms, since, arrangement.through))
    return kernel.open_many(drafts=list(_drafts(arrangement, missing, sites=sites)), at=at)


def replan(arrangement: Arrangement, *, by: Actor, at: datetime) -> None:
    """Bring what has not begun in line with terms that have changed; what has opened stays as it was."""
    del by
    rosters = keep_rosters(arrangement=arrangement, at=at)
    rosters_owed.give_up(arrangement, rosters, at)
    horizon = arrangement.through
    if horizon is None:
        return
    spared = begun(arrangement, at)
    planned = watches(arrangement.terms, arrangement.since, horizon)
    new = [watch for watch in planned if watch.starts_at > at]
    drafts = list(_drafts(arrangement, new, spared))
    drafts += _drafts_of_running(arrangement, spared, at)
    drafts += rosters_owed.drafts(arrangement, rosters, at)
    keep = {draft.origin for draft in drafts}
    for strand in _strands(arrangement):
        kernel.replace_scheduled(programme=arrangement.programme, strand=strand, keep=keep, at=at)
    kernel.reschedule(drafts=drafts, at=at)
    kernel.open_many(drafts=[draft for draft in drafts if draft.opens_at > at], at=at)
    sites = [site.id for site in _sites(arrangement)]
    not_asked_for(arrangement, {(site, w.day, w.shift) for site in sites for w in new}, at).delete()


def close(arrangement: Arrangement, *, at: datetime) -> None:
    """Drop what has not begun of an arrangement that is no longer asked for."""
    for strand in _strands(arrangement):
        kernel.replace_scheduled(programme=arrangement.programme, strand=strand, keep=set(), at=at)
    rosters_owed.give_up(arrangement, [], at)
    not_asked_for(arrangement, set(), at).delete()


def _strands(arrangement: Arrangement) -> list[str]:
    """Every strand that the arrangement has or had obligations in."""
    terms = arrangement.terms
    posts = {post["key"] for post in (*terms["posts"], *terms.get("retired", {}).get("posts", ()))}
    return [
        arrangement.strand(name) for name in sorted({*posts, owing.HANDOVER, owing.PRESENCE, owing.ROSTER})
    ]


def _sites(arrangement: Arrangement) -> list[Unit]:
    return list(_meant(arrangement))


def _meant(arrangement: Arrangement) -> QuerySet[Unit]:
    return units_meant(arrangement.root_id, arrangement.terms["sites"])


def watch_of(arrangement: Arrangement, site: Unit, planned: Planned) -> Watch:
    """The row of a watch at a site, made where it is not there yet."""
    return Watch.objects.get_or_create(
        arrangement=arrangement,
        site=site,
        day=planned.day,
        shift=planned.shift,
        defaults={"starts_at": planned.starts_at, "ends_at": planned.ends_at, "needs": dict(planned.needs)},
    )[0]


def _drafts(
    arrangement: Arrangement,
    new: Sequence[Planned],
    spared: Collection[Where] = (),
    sites: Sequence[Unit] | None = None,
) -> Iterator[Draft]:
    """What new watches owe, at each site that stood before they began; their rows are made or brought in line.

    :param spared: watches that stay as they are.
    :param sites: None: every site.
    """
    terms = arrangement.terms
    ladders = {name: kernel.freeze_ladder(terms["ladders"].get(name, [])) for name in ("watch", "handover")}
    for site in _sites(arrangement) if sites is None else sites:
        planned = [
            watch
            for watch in new
            if site.created_at < watch.starts_at and (site.id, watch.day, watch.shift) not in spared
        ]
        rows = _rows(arrangement, site, planned)
        for watch in planned:
            row = rows[watch.day, watch.shift]
            for owed in owing.owed_by(terms, watch):
                kind, ladder = (WATCH, "watch") if owed.people else (HANDOVER, "handover")
                yield _draft(arrangement, site, watch, owed, kind.key, ladders[ladder], row)


def _drafts_of_running(arrangement: Arrangement, spared: Collection[Where], at: datetime) -> Iterator[Draft]:
    """That what runs is handed over: at the hours it has, to the watch that takes over as it is now."""
    rows = Watch.objects.filter(arrangement=arrangement, ends_at__gt=at - watching.LONGEST)
    by_site: dict[uuid.UUID, list[Watch]] = defaultdict(list)
    for row in watching.meant(arrangement, rows):
        by_site[row.site_id].append(row)
    ladder = kernel.freeze_ladder(arrangement.terms["ladders"].get("handover", []))
    for site in _sites(arrangement):
        there = by_site[site.id]
        for row in there:
            if (site.id, row.day, row.shift) not in spared:
                continue
            following = owing.taken_over_by(arrangement.terms, row, there) or owing.next_watch(
                arrangement.terms, row
            )
            if following is None:
                continue
            for owed in owing.handed_over(arrangement.terms, row, following):
                watch = watching.planned(row)
                yield _draft(arrangement, site, watch, owed, HANDOVER.key, ladder, row)


def _rows(
    arrangement: Arrangement, site: Unit, planned: Sequence[Planned]
) -> dict[tuple[object, str], Watch]:
    Watch.objects.bulk_create(
        (
            Watch(
                arrangement=arrangement,
                site=site,
                day=watch.day,
                shift=watch.shift,
                starts_at=watch.starts_at,
                ends_at=watch.ends_at,
                needs=dict(watch.needs),
            )
            for watch in planned
        ),
        update_conflicts=True,
        unique_fields=["arrangement", "site", "day", "shift"],
        update_fields=["starts_at", "ends_at", "needs"],
    )
    days = {watch.day for watch in planned}
    found = Watch.objects.filter(arrangement=arrangement, site=site, day__in=days)
    return {(watch.day, watch.shift): watch for watch in found}


def _draft(
    arrangement: Arrangement, site: Unit, watch: Planned, owed: Owed, kind: str, ladder: str, row: Watch
) -> Draft:
    terms = arrangement.terms
    title, title_en = _titles(terms, watch, owed)
    strand = owed.what.partition("-")[0] if kind == PRESENCE.key else owed.what
    return Draft(
        kind=kind,
        origin=owing.origin(
            arrangement.programme, arrangement.key, site.key, watch.day, watch.shift, owed.what
        ),
        root_id=arrangement.root_id,
        debtor_id=site.id,
        lineage=site.lineage,
        creditor_id=uuid.UUID(terms["creditor"]),
        title=title,
        title_en=title_en,
        basis=terms["basis"],
        programme=arrangement.programme,
        post="duty_officer",
        strand=arrangement.strand(strand),
        slot=watch.day,
        subject=str(row.id),
        opens_at=owed.opens_at,
        due_at=owed.due_at,
        closes_at=owed.closes_at,
        ladder_id=ladder,
    )


def _titles(terms: Terms, watch: Planned, owed: Owed) -> tuple[str, str]:
    """Such as 春节值班：夜班带班领导到岗; Spring watch: leader on duty takes up the night watch."""
    shift = shift_of(terms, watch.shift)
    name, shift_name = terms["title_en"] or terms["title"], shift["title_en"] or shift["title"]
    if owed.people:
        post = post_of(terms, owed.what)
        zh = f"{terms['title']}：{shift['title']}{post['title']}到岗"
        en = f"{name}: {post['title_en'] or post['title']} on the {shift_name} watch"
    elif owed.what == owing.HANDOVER:
        zh, en = f"{terms['title']}：{shift['title']}交接班", f"{name}: handover of the {shift_name} watch"
    else:
        zh, en = f"{terms['title']}：{shift['title']}在岗回应", f"{name}: presence check, {shift_name} watch"
    return zh[:160], en[:200]


def _open_presence(arrangement: Arrangement, at: datetime) -> int:
    """Presence checks are made only when they begin, so that nobody reads beforehand when they will be."""
    terms = arrangement.terms
    if not terms["presence"]:
        return 0
    secret = salted_hmac("duecare.duty.presence", str(arrangement.id), settings.SECRET_KEY).digest()
    ladder = kernel.freeze_ladder(terms["ladders"].get("presence", []))
    running = [w for w in watches(terms, at - timedelta(days=2), at) if w.ends_at > at]
    drafts = []
    for site in _sites(arrangement):
        for watch in running:
            if watch.starts_at <= max(arrangement.since, site.created_at):
                continue
            for owed in owing.presence_checks(terms, watch, site.key, secret):
                if owed.opens_at <= at < owed.due_at:
                    row = watch_of(arrangement, site, watch)
                    drafts.append(_draft(arrangement, site, watch, owed, PRESENCE.key, ladder, row))
    return kernel.open_many(drafts=drafts, at=at) if drafts else 0
