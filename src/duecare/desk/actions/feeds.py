"""Making and ending a calendar address, and remembering what it told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import NotAllowed
from duecare.core.ids import random_token
from duecare.desk import feeds
from duecare.desk.models import Feed
from duecare.orgs.rules import Actor
from duecare.web.calendars import BITS


def make_feed(*, by: Actor, at: datetime) -> str:
    """A new address for the person; one made before ends.

    :returns: the secret part, which is never shown again.
    :raises NotAllowed: whoever asks holds no post.
    """
    if not by.posts or by.user_id is None:
        raise NotAllowed("no-post", _("You hold no post, so there is nothing to put in a calendar."))
    token = random_token(BITS)
    with transaction.atomic():
        Feed.objects.filter(user_id=by.user_id, ended_at=None).update(ended_at=at)
        feed = Feed.objects.create(user_id=by.user_id, secret=feeds.secret_hash(token), created_at=at)
        _record(by, at, "desk.feed-made", feed)
    return token


def end_feed(*, by: Actor, at: datetime) -> None:
    """End the person's address; without one nothing happens."""
    if by.user_id is None:
        return
    with transaction.atomic():
        for feed in Feed.objects.filter(user_id=by.user_id, ended_at=None):
            feed.ended_at, feed.known = at, {}
            feed.save(update_fields=["ended_at", "known"])
            _record(by, at, "desk.feed-ended", feed)


def publish(*, feed: Feed, dues: Iterable[feeds.Due], at: datetime) -> dict[str, object]:
    """Remember what the address tells now; writes only when something changed."""
    known = feeds.told(feed.known, dues, at)
    if known != feed.known:
        Feed.objects.filter(id=feed.id).update(known=known)
    return known


def _record(by: Actor, at: datetime, verb: str, feed: Feed) -> None:
    post = by.posts[0] if by.posts else None
    if post is None:
        return
    record(
        root=post.root_id,
        verb=verb,
        object_kind="feed",
        object_id=feed.id,
        at=at,
        actor=by.user_id,
        post=post.post_id,
        details={},
    )
