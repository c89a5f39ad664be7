"""Posts, who is appointed to them, and deputies with dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.orgs import rights
from duecare.orgs.actions.units import no_sooner_than_start
from duecare.orgs.models import Appointment, Post, Unit, User
from duecare.orgs.rules import Actor, HeldPost
from duecare.orgs.vocabulary import GUARDED_POSTS, PostKind


@transaction.atomic
def add_post(*, unit: Unit, kind: str, by: Actor, at: datetime, title: str = "", title_en: str = "") -> Post:
    """Make a post in a unit.

    :param title: empty means the kind's own name, in both languages.
    :raises Conflict: when the unit has that post already or is closed.
    """
    held = _require(by, unit, kind)
    if kind not in PostKind.values:
        raise BadInput("post-kind", _("There is no kind of post called %(kind)s."), kind=kind)
    if unit.closed_at is not None:
        raise Conflict("unit-closed", _("%(unit)s is closed."), unit=unit.name)
    if not title:
        title, title_en = kind_titles(kind)
    if Post.objects.filter(unit=unit, kind=kind, title=title).exists():
        raise Conflict(
            "post-exists", _("%(unit)s has the post %(title)s already."), unit=unit.name, title=title
        )
    post = Post.objects.create(unit=unit, kind=kind, title=title, title_en=title_en, created_at=at)
    _record("orgs.post_added", post, by, held, at, {"unit": unit.code, "kind": kind, "title": title})
    return post


@transaction.atomic
def close_post(*, post: Post, by: Actor, at: datetime, why: str = "") -> Post:
    """Give a post up; whoever holds it holds it no more. What the unit owes stays with the unit."""
    held = _require(by, post.unit, post.kind)
    if post.closed_at is not None:
        raise Conflict("post-closed", _("The post %(title)s is closed."), title=post.title)
    Appointment.objects.filter(post=post).not_over(at).update(ends_at=no_sooner_than_start(at))
    post.closed_at = at
    post.save(update_fields=["closed_at"])
    _record("orgs.post_closed", post, by, held, at, {"title": post.title, "why": why})
    return post


@transaction.atomic
def appoint(
    *,
    user: User,
    post: Post,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    deputy: bool = False,
) -> Appointment:
    """Give a person a post, or let them stand in for some days.

    :param starts_at: None means at once; never earlier than ``at``: nobody acts before being appointed.
    :param ends_at: the first moment the person no longer holds it; a deputy must have one.
    :raises BadInput: when the dates make no sense.
    :raises Conflict: when the person has left, the post is closed, or both overlap an appointment there is.
    """
    held = _require(by, post.unit, post.kind)
    starts = at if starts_at is None else starts_at
    if starts < at or (ends_at is not None and ends_at <= starts):
        raise BadInput(
            "dates", _("The end must come after the start, and the start may not lie in the past.")
        )
    if deputy and ends_at is None:
        raise BadInput("deputy-end", _("A deputy needs a last day."))
    if user.left_at is not None or post.closed_at is not None:
        raise Conflict("left-or-closed", _("The person has left or the post is closed."))
    standing = Appointment.objects.filter(user=user, post=post).not_over(starts)
    if any(a.starts_at < ends_at if ends_at else True for a in standing):
        raise Conflict("appointed-already", _("%(name)s holds this post then already."), name=user.name)
    appointment = Appointment.objects.create(
        user=user, post=post, deputy=deputy, starts_at=starts, ends_at=ends_at
    )
    details = {
        "user": str(user.id),
        "deputy": deputy,
        "starts_at": starts.isoformat(),
        "ends_at": ends_at and ends_at.isoformat(),
    }
    _record("orgs.appointed", post, by, held, at, details)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: Actor, at: datetime, ends_at: datetime | None = None
) -> Appointment:
    """End an appointment, at once or at a time to come. What was owed stays with the post.

    :raises BadInput: when the end lies in the past.
    :raises Conflict: when it has ended.
    """
    held = _require(by, appointment.post.unit, appointment.post.kind)
    ends = at if ends_at is None else ends_at
    if ends < at:
        raise BadInput("dates", _("An appointment cannot end in the past."))
    if appointment.ends_at is not None and appointment.ends_at <= at:
        raise Conflict("ended", _("This appointment has ended."))
    appointment.ends_at = max(ends, appointment.starts_at)
    appointment.save(update_fields=["ends_at"])
    details = {"user": str(appointment.user_id), "ends_at": appointment.ends_at.isoformat()}
    _record("orgs.appointment_ended", appointment.post, by, held, at, details)
    return appointment


@cache
def kind_titles(kind: str) -> tuple[str, str]:
    """What a post of the kind is called when nobody named it: Chinese, English."""
    label = PostKind(kind).label
    with translation.override("zh-hans"):
        chinese = str(label)
    with translation.override("en"):
        return chinese, str(label)


def _require(by: Actor, unit: Unit, kind: str) -> HeldPost | None:
    """The right to manage the unit; posts that administer are given and taken by administrators alone."""
    held = rights.require(by, "orgs.manage", unit.lineage)
    if kind in GUARDED_POSTS and not rights.may(by, "orgs.administer", unit.lineage):
        raise NotAllowed("guarded-post", _("Only an administrator gives or takes this post."))
    return held


def _record(
    verb: str, post: Post, by: Actor, held: HeldPost | None, at: datetime, details: Mapping[str, object]
) -> None:
    record(
        root=post.unit.root_id, verb=verb, object_kind="post", object_id=post.id, at=at, actor=by.user_id,
        post=held.post_id if held else None, details=details,
    )  # fmt: skip
