"""Calendar addresses of watches: made, shown once, ended."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict, NotAllowed
from duecare.core.ids import random_token
from duecare.duty.models import Feed
from duecare.duty.queries.feeds import find_subject, hashed, subject_of
from duecare.orgs.models import User
from duecare.orgs.rules import Actor
from duecare.web.calendars import BITS

#: Addresses of one person at once.
MOST = 20


@transaction.atomic
def make_feed(*, what: str, by: Actor, at: datetime) -> str:
    """A new address: of one's own watches, of a site's or of a roster's. One made before for the same ends.

    :param what: ``mine``, ``site:<id>`` or ``roster:<id>``.
    :returns: the secret part, which is never shown again.
    :raises NotFound: there is no such site or roster that ``by`` may see.
    :raises Conflict: the person has :data:`MOST` already.
    """
    if by.user_id is None:
        raise NotAllowed("duty.feed-of-nobody", _("A calendar address belongs to a person."))
    subject = find_subject(by, what)
    User.objects.select_for_update().get(id=by.user_id)
    mine = Feed.objects.filter(owner=by.user_id, ended_at=None)
    mine.filter(site=subject.site, roster=subject.roster).update(ended_at=at)
    if mine.count() >= MOST:
        raise Conflict("duty.feeds", _("These are too many addresses. End one you don't need first."))
    token = random_token(BITS)
    feed = Feed.objects.create(
        secret=hashed(token), owner_id=by.user_id, site=subject.site, roster=subject.roster, made_at=at
    )
    _record(subject.root_id, "duty.feed-made", feed, by, at)
    return token


@transaction.atomic
def end_feed(*, feed_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """End an address of one's own: it no longer answers. Ending it again changes nothing."""
    feed = (
        Feed.objects.filter(id=feed_id, owner=by.user_id, ended_at=None).select_related("owner__home").first()
    )
    if feed is not None:
        feed.ended_at = at
        feed.save(update_fields=["ended_at"])
        _record(subject_of(feed).root_id, "duty.feed-ended", feed, by, at)


def _record(root_id: uuid.UUID | None, verb: str, feed: Feed, by: Actor, at: datetime) -> None:
    if root_id is None:
        return
    record(
        root=root_id,
        verb=verb,
        object_kind="duty.feed",
        object_id=feed.id,
        at=at,
        actor=by.user_id,
        post=None,
        details={},
    )
