"""Signing in: the right password, the lock on a guessed one, second factors and sessions."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, NotFound
from duecare.orgs import second_factor
from duecare.orgs.models import ImportDraft, Session, SignInLock, User
from duecare.orgs.rules import tidy_username

FAILURES_TO_LOCK = 10
LOCKED_FOR = timedelta(minutes=15)
#: Failures older than this are forgotten.
REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt ended: a person, or none, perhaps until a time."""

    user: User | None = None
    locked_until: datetime | None = None


def try_password(*, username: str, password: str, at: datetime) -> Attempt:
    """Check a sign-in name and password.

    After :data:`FAILURES_TO_LOCK` wrong ones in a row the name is locked for :data:`LOCKED_FOR`, whether or not there
    is such a person, so that a lock tells nothing.
    """
    name_hash = _hash("password", tidy_username(username))
    if until := _locked_until(name_hash, at):
        return Attempt(locked_until=until)
    user = authenticate(username=username, password=password)
    if isinstance(user, User):
        SignInLock.objects.filter(name_hash=name_hash).delete()
        return Attempt(user)
    return Attempt(locked_until=_count_failure(name_hash, at))


def try_second_factor(*, user: User, code: str = "", passkey: str = "", at: datetime) -> Attempt:
    """Check a time code or a passkey's answer, with a lock of its own."""
    name_hash = _hash("second factor", user.username)
    if until := _locked_until(name_hash, at):
        return Attempt(locked_until=until)
    right = second_factor.check_passkey(user, passkey) if passkey else second_factor.check_totp(user, code)
    if right:
        SignInLock.objects.filter(name_hash=name_hash).delete()
        return Attempt(user)
    return Attempt(locked_until=_count_failure(name_hash, at))


@transaction.atomic
def change_password(*, user: User, old: str, new: str, keep: str, at: datetime) -> None:
    """Give oneself a new password; every other session ends.

    :param keep: key of the session that goes on.
    :raises BadInput: when the old one is wrong or the new one too weak.
    """
    if not user.check_password(old):
        raise BadInput("wrong-password", _("The present password is wrong."), where="old")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise BadInput("weak-password", " ".join(error.messages).replace("%", "%%"), where="new") from error
    user.set_password(new)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).exclude(session_key=keep).delete()
    _record("orgs.password_changed", user, at, {})


@transaction.atomic
def add_totp(*, user: User, secret: str, code: str, at: datetime) -> None:
    """Turn time codes on. :raises BadInput: when the code does not fit the secret."""
    if not second_factor.add_totp(user, secret, code):
        raise BadInput(
            "wrong-code", _("That code is not right. Look at the newest one and try again."), where="code"
        )
    _record("orgs.second_factor_added", user, at, {"kind": second_factor.TOTP})


@transaction.atomic
def add_passkey(*, user: User, name: str, answer: str, at: datetime) -> None:
    """Keep a passkey. :raises BadInput: when the browser's answer does not fit what was asked."""
    if not second_factor.add_passkey(user, name, answer):
        raise BadInput("wrong-passkey", _("The passkey could not be kept. Try again."))
    _record("orgs.second_factor_added", user, at, {"kind": second_factor.PASSKEY})


@transaction.atomic
def remove_factor(*, user: User, factor_id: int, password: str, at: datetime) -> None:
    """Take one second factor away.

    :raises BadInput: when the password is wrong.
    :raises NotFound: when the person has no such factor.
    """
    if not user.check_password(password):
        raise BadInput("wrong-password", _("The present password is wrong."))
    found = [f for f in second_factor.factors_of(user) if f.pk == factor_id]
    if not found:
        raise NotFound("no-factor", _("There is no such second factor."))
    found[0].delete()
    _record("orgs.second_factor_removed", user, at, {"kind": found[0].type})


@transaction.atomic
def end_session(*, user: User, handle: str, at: datetime) -> None:
    """End one of one's sessions. :raises NotFound: when there is none of that handle."""
    for session in Session.objects.filter(user=user):
        if session_handle(session.session_key) == handle:
            session.delete()
            _record("orgs.session_ended", user, at, {"device": session.device})
            return
    raise NotFound("no-session", _("There is no such session."))


def session_handle(key: str) -> str:
    """What a page calls a session: its key itself would let anybody in."""
    return _hash("session", key)[:16]


def tidy(at: datetime) -> int:
    """Delete what no longer matters: old failures and locks, ended sessions, files never applied. Run daily.

    :returns: how many rows went.
    """
    gone = SignInLock.objects.filter(failed_at__lt=at - 2 * REMEMBERED).delete()[0]
    gone += ImportDraft.objects.filter(made_at__lt=at - REMEMBERED).delete()[0]
    ended = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    gone += Session.objects.filter(began_at__lt=ended).delete()[0]
    return gone


def _locked_until(name_hash: str, at: datetime) -> datetime | None:
    lock = SignInLock.objects.filter(name_hash=name_hash, locked_until__gt=at).first()
    return lock.locked_until if lock else None


@transaction.atomic
def _count_failure(name_hash: str, at: datetime) -> datetime | None:
    SignInLock.objects.filter(name_hash=name_hash, failed_at__lt=at - REMEMBERED).delete()
    SignInLock.objects.get_or_create(name_hash=name_hash, defaults={"failed_at": at})
    row = SignInLock.objects.filter(name_hash=name_hash)
    row.update(failures=F("failures") + 1, failed_at=at)
    full = row.filter(failures__gte=FAILURES_TO_LOCK)
    if full.update(failures=0, locked_until=at + LOCKED_FOR):
        return at + LOCKED_FOR
    return None


def _hash(purpose: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _record(verb: str, user: User, at: datetime, details: dict[str, object]) -> None:
    root: uuid.UUID | None = user.home.root_id if user.home else None
    if root is not None:
        record(
            root=root, verb=verb, object_kind="person", object_id=user.id, at=at, actor=user.id, post=None,
            details=details,
        )  # fmt: skip
