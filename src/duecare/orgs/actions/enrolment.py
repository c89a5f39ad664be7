"""One-time links by which people get in, the first time and after losing a device."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.core.ids import random_token
from duecare.orgs.actions.people import require_care_of
from duecare.orgs.models import EnrolmentLink, Session, User
from duecare.orgs.rules import Actor, HeldPost
from duecare.orgs.second_factor import forget_factors

TOKEN_BITS = 120
VALID = timedelta(days=14)
#: Whoever lost a device stands before the coordinator: that link need not live long.
RECOVERY_VALID = timedelta(days=1)
_SPOKEN = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


@transaction.atomic
def issue_links(*, users: Iterable[User], by: Actor, at: datetime) -> list[tuple[User, str, datetime]]:
    """Make a one-time secret for each person; earlier unused ones stop working.

    :returns: person, secret, and when it expires. The secret is not stored and cannot be shown again.
    :raises NotAllowed: when one of them is beyond reach.
    :raises Conflict: when one of them has left.
    """
    issued = []
    for user in users:
        held = require_care_of(user, by, at)
        if user.left_at is not None:
            raise Conflict("left", _("%(name)s has left."), name=user.name)
        issued.append((user, _make(user, by, at, VALID, recovery=False), at + VALID))
        _record("orgs.link_issued", user, by, held, at, {})
    return issued


@transaction.atomic
def recover(*, user: User, by: Actor, at: datetime) -> tuple[str, datetime]:
    """Help a person who lost a device or forgot a password: nothing that opened the account before opens it now.

    Password, second factors, sessions and earlier links end at once; a new one-time secret is made. On record.

    :returns: the secret and when it expires.
    """
    held = require_care_of(user, by, at)
    if user.left_at is not None:
        raise Conflict("left", _("%(name)s has left."), name=user.name)
    ended, _by_table = Session.objects.filter(user=user).delete()
    factors = forget_factors(user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    token = _make(user, by, at, RECOVERY_VALID, recovery=True)
    _record(
        "orgs.account_recovered", user, by, held, at, {"sessions_ended": ended, "factors_removed": factors}
    )
    return token, at + RECOVERY_VALID


def find_link(*, token: str, at: datetime) -> EnrolmentLink:
    """The link of a secret that may still be used.

    :raises NotFound: when there is none, it was used, or it has expired; one sentence for all three.
    """
    found = EnrolmentLink.objects.filter(
        token_hash=token_hash(token), used_at=None, expires_at__gt=at, user__left_at=None
    )
    link = found.select_related("user").first()
    if link is None:
        raise NotFound(
            "no-link",
            _("This code does not work: it was used already, has expired, or was mistyped."),
            hint=_("Ask your coordinator for a new one."),
        )
    return link


@transaction.atomic
def enrol(*, link_id: uuid.UUID, password: str, at: datetime) -> User:
    """Use a link up: its owner gets the password.

    :raises NotFound: when the link was used meanwhile or has expired.
    :raises BadInput: when the password is too weak.
    """
    link = EnrolmentLink.objects.select_related("user__home").filter(id=link_id).first()
    if link is None:
        raise NotFound("no-link", _("This code does not work any more."))
    user = link.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput("weak-password", " ".join(error.messages).replace("%", "%%")) from error
    used = EnrolmentLink.objects.filter(id=link_id, used_at=None, expires_at__gt=at, user__left_at=None)
    if used.update(used_at=at) != 1:
        raise NotFound(
            "no-link", _("This code does not work any more."), hint=_("Ask your coordinator for a new one.")
        )
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    _record("orgs.enrolled", user, Actor(user.id, user.name), None, at, {"recovery": link.recovery})
    return user


def token_hash(token: str) -> str:
    """The keyed hash under which a secret is stored; letters that are easily confused count as the digit."""
    tidy = token.strip().lower().translate(_SPOKEN)
    return hmac.new(settings.SECRET_KEY.encode(), b"enrolment\0" + tidy.encode(), hashlib.sha256).hexdigest()


def _make(user: User, by: Actor, at: datetime, valid: timedelta, *, recovery: bool) -> str:
    EnrolmentLink.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    token = random_token(TOKEN_BITS)
    EnrolmentLink.objects.create(
        user=user, token_hash=token_hash(token), recovery=recovery, made_by=by.user_id, made_at=at,
        expires_at=at + valid,
    )  # fmt: skip
    return token


def _record(
    verb: str, user: User, by: Actor, held: HeldPost | None, at: datetime, details: dict[str, object]
) -> None:
    if user.home is not None:
        record(
            root=user.home.root_id, verb=verb, object_kind="person", object_id=user.id, at=at, actor=by.user_id,
            post=held.post_id if held else None, details=details,
        )  # fmt: skip
