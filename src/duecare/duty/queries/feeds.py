"""What the calendars of watches hold: of a person, of a site, of a roster."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from icalendar import Event

from duecare.core.errors import NotFound
from duecare.duty.models import Assignment, Feed, Roster, Watch
from duecare.duty.queries import reach
from duecare.duty.queries.facts import sites_of
from duecare.duty.rules.terms import post_of, shift_of
from duecare.orgs import rights
from duecare.orgs.models import Unit, User
from duecare.orgs.queries import actor_of
from duecare.orgs.rules import Actor
from duecare.web import calendars
from duecare.web.templatetags.duecare import titled

#: How far a calendar looks back and ahead; what was cancelled is told for as long as it looks back.
BACK, AHEAD = timedelta(days=30), timedelta(days=200)
PURPOSE = "duecare.duty.feeds"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an address is of: one's own watches, or a site's, or a roster's; ``root_id``: in whose record it is."""

    root_id: uuid.UUID | None
    site: Unit | None = None
    roster: Roster | None = None

    @property
    def title(self) -> str:
        """What the calendar is called, in the language active now."""
        if self.roster is not None:
            return f"{titled(self.roster.arrangement.terms)} · {titled(self.roster.keeper)}"
        return titled(self.site) if self.site is not None else gettext("My watches")


def hashed(token: str) -> str:
    """What is stored of an address."""
    return calendars.secret_hash(token, PURPOSE)


def find_subject(by: Actor, what: str) -> Subject:
    """What somebody asks an address for. :raises NotFound: there is none that they may see."""
    name, _colon, key = what.partition(":")
    if name == "mine" and by.user_id is not None:
        return Subject(_root(User.objects.select_related("home").get(id=by.user_id)))
    found = next((one for key_, one in choices(by) if key_ == what), None) if key else None
    if found is None:
        raise NotFound("duty.no-calendar", _("There is no such site or roster."))
    return found


def choices(by: Actor) -> list[tuple[str, Subject]]:
    """The rosters in force and the sites that somebody may have a calendar of, by the key that a form sends."""
    rosters = [roster for roster in reach.rosters_of(by) if roster.arrangement.ended_at is None]
    found = {f"roster:{one.id}": Subject(one.arrangement.root_id, roster=one) for one in rosters}
    for roster in rosters:
        for site in sites_of(roster).values():
            found.setdefault(f"site:{site.id}", Subject(roster.arrangement.root_id, site=site))
    return list(found.items())


def addresses(by: Actor) -> list[tuple[Feed, str]]:
    """The addresses that somebody has, with what each is of."""
    rows = Feed.objects.filter(owner=by.user_id, ended_at=None).order_by("made_at")
    related = rows.select_related("owner__home", "site", "roster__arrangement", "roster__keeper")
    return [(feed, subject_of(feed).title) for feed in related]


def subject_of(feed: Feed) -> Subject:
    """What an address is of."""
    return Subject(_root(feed.owner), feed.site, feed.roster)


def _root(user: User) -> uuid.UUID | None:
    """Where the record of somebody's addresses is; a person without a home has none."""
    return user.home.root_id if user.home else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is told at an address: the watches of its window, those cancelled too."""

    feed: Feed
    zone: str
    watches: Sequence[Assignment]

    @property
    def name(self) -> str:
        """What it is called, in the language active now."""
        return subject_of(self.feed).title


def calendar_of(token: str, at: datetime) -> Calendar:
    """The calendar at an address.

    :raises NotFound: there is none, it has ended, or its owner has left or may no longer see what it is of.
    """
    related = ("owner__home", "site", "roster__arrangement", "roster__keeper")
    rows = Feed.objects.select_related(*related)
    feed = rows.filter(secret=hashed(token), ended_at=None, owner__left_at=None).first()
    if feed is None or not _may_still(feed, at):
        raise NotFound("duty.no-feed", _("This calendar address does not exist or has ended."))
    unit = feed.site or (feed.roster.keeper if feed.roster else feed.owner.home)
    return Calendar(feed, unit.zone if unit else settings.TIME_ZONE, list(_watches(feed, at)))


def _may_still(feed: Feed, at: datetime) -> bool:
    by = actor_of(feed.owner, at)
    if feed.roster is not None:
        return reach.sees(by, feed.roster) or reach.stands(by, feed.roster)
    if feed.site is not None:
        stands = Assignment.objects.standing().filter(user=feed.owner, site=feed.site, ends_at__gt=at - BACK)
        return rights.may(by, "duty.see", feed.site.lineage) or stands.exists()
    return True


def _watches(feed: Feed, at: datetime) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(ends_at__gt=at - BACK, starts_at__lt=at + AHEAD)
    if feed.roster is not None:
        rows = rows.filter(roster=feed.roster)
    elif feed.site is not None:
        rows = rows.filter(site=feed.site)
    else:
        rows = rows.filter(user=feed.owner)
    told = rows.filter(Q(ended_at=None) | Q(ended_at__gt=at - BACK))
    return told.select_related("roster__arrangement", "site", "user").order_by("starts_at", "id")


def events(calendar: Calendar) -> Iterable[Event]:
    """An event for each watch (RFC 5545), the same again until something changes: two statements."""
    pages = _pages(calendar.watches)
    for one in calendar.watches:
        terms = one.roster.arrangement.terms
        event = Event()
        event.add("uid", f"watch-{one.id}@{calendars.host()}")
        event.add("dtstamp", (one.ended_at or one.made_at).astimezone(UTC))
        event.add("sequence", one.sequence)
        zone = ZoneInfo(terms["zone"])
        event.add("dtstart", one.starts_at.astimezone(zone))
        event.add("dtend", one.ends_at.astimezone(zone))
        event.add("summary", _summary(calendar.feed, one))
        event.add("location", titled(one.site))
        event.add("description", _description(one))
        event.add("url", calendars.address(pages.get(_where(one)) or reverse("duty:mine")))
        event.add("status", "CANCELLED" if one.ended_at else "CONFIRMED")
        yield event


def _summary(feed: Feed, one: Assignment) -> str:
    terms = one.roster.arrangement.terms
    words = f"{titled(shift_of(terms, one.shift))} · {titled(post_of(terms, one.post))}"
    others = feed.site_id is not None or feed.roster_id is not None
    words = f"{words} · {one.user.name}" if others else words
    return gettext("Cancelled: %s") % words if one.ended_at else words


def _description(one: Assignment) -> str:
    said = titled(one.roster.arrangement.terms)
    if one.ended_at:
        return said + "\n" + gettext("This watch has passed to somebody else or is not asked for any more.")
    return said + "\n" + gettext("Your calendar may be behind: what holds is what the program shows.")


def _where(one: Assignment) -> tuple[object, ...]:
    return one.roster.arrangement_id, one.site_id, one.day, one.shift


def _pages(watches: Sequence[Assignment]) -> dict[tuple[object, ...], str]:
    if not watches:
        return {}
    rows = Watch.objects.filter(
        arrangement__in={one.roster.arrangement_id for one in watches},
        site__in={one.site_id for one in watches},
        day__gte=watches[0].day,
        day__lte=watches[-1].day,
    )
    keys = rows.values_list("arrangement_id", "site_id", "day", "shift", "id")
    return {(a, site, day, shift): reverse("duty:watch", args=[key]) for a, site, day, shift, key in keys}
