"""People: added, changed, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.orgs import rights
from duecare.orgs.actions.units import no_sooner_than_start
from duecare.orgs.models import Appointment, EnrolmentLink, Session, Unit, User
from duecare.orgs.rules import USERNAME, Actor, HeldPost, tidy_username
from duecare.orgs.vocabulary import GUARDED_POSTS


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    home: Unit,
    by: Actor,
    at: datetime,
    email: str = "",
    phone: str = "",
    language: str = "",
) -> User:
    """Open an account, without a password: the person gets in by an enrolment link.

    :param home: the unit that keeps the account.
    :raises Conflict: when the sign-in name is taken.
    """
    held = rights.require(by, "orgs.manage", home.lineage)
    username = tidy_username(username)
    if not USERNAME.fullmatch(username):
        raise BadInput("username", _("A sign-in name has 2 to 60 letters, digits or . _ @ + -"))
    if User.objects.filter(username=username).exists():
        raise Conflict("username-taken", _("The sign-in name %(username)s is taken."), username=username)
    user = User(
        username=username, name=name, home=home, email=email, phone=phone, language=language, created_at=at
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    _record("orgs.person_added", user, by, held, at, {"username": username, "unit": home.code})
    return user


@transaction.atomic
def change_person(
    *,
    user: User,
    by: Actor,
    at: datetime,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> User:
    """Change what is known of a person; None leaves a field as it is. The record names fields, never contents."""
    held = require_care_of(user, by, at)
    wanted = {"name": name, "email": email, "phone": phone}
    changes = {f: v for f, v in wanted.items() if v is not None and v != getattr(user, f)}
    if changes:
        for field, value in changes.items():
            setattr(user, field, value)
        user.save(update_fields=list(changes))
        _record("orgs.person_changed", user, by, held, at, {"fields": sorted(changes)})
    return user


@transaction.atomic
def leave(*, user: User, by: Actor, at: datetime) -> User:
    """The person leaves: every post is vacated, every session ends, no link works any more.

    What they owed stays owed: posts owe, not persons. Whoever is appointed next finds it in the inbox.
    """
    held = require_care_of(user, by, at)
    if user.left_at is not None:
        raise Conflict("left", _("%(name)s has left already."), name=user.name)
    ended = Appointment.objects.filter(user=user).not_over(at).update(ends_at=no_sooner_than_start(at))
    EnrolmentLink.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    Session.objects.filter(user=user).delete()
    user.left_at = at
    user.save(update_fields=["left_at"])
    _record("orgs.person_left", user, by, held, at, {"appointments_ended": ended})
    return user


def remember_language(request: HttpRequest, language: str) -> None:
    """Keep a signed-in reader's choice of language, so that messages follow it."""
    if request.user.is_authenticated:
        User.objects.filter(id=request.user.pk).update(language=language)


def require_care_of(user: User, by: Actor, at: datetime) -> HeldPost | None:
    """The post by which ``by`` looks after the person's account.

    Whoever can let a person in anew can act as that person; so it takes the right to manage the home unit and every
    unit where the person holds or will hold a post, and an administrator for those who administer.

    :raises NotFound: when the person's home is out of sight.
    :raises NotAllowed: when the person holds a post beyond one's own reach.
    """
    if by.system:
        return None
    if user.home is None or not rights.may(by, "orgs.view", user.home.lineage):
        raise NotFound("no-person", _("There is no such person."))
    held = rights.require(by, "orgs.manage", user.home.lineage)
    for appointment in Appointment.objects.filter(user=user).not_over(at).select_related("post__unit"):
        guarded = appointment.post.kind in GUARDED_POSTS
        right = "orgs.administer" if guarded else "orgs.manage"
        if not rights.may(by, right, appointment.post.unit.lineage):
            raise NotAllowed("beyond-reach", _("%(name)s holds a post beyond your reach."), name=user.name)
    return held


def _record(
    verb: str, user: User, by: Actor, held: HeldPost | None, at: datetime, details: Mapping[str, object]
) -> None:
    assert user.home is not None
    record(
        root=user.home.root_id, verb=verb, object_kind="person", object_id=user.id, at=at, actor=by.user_id,
        post=held.post_id if held else None, details=details,
    )  # fmt: skip
