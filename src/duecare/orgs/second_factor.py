"""The second factor: time codes and passkeys, kept by django-allauth, whose pages and log-in we do not use.

Functions that begin or end a passkey ceremony keep its challenge in the session of the request being served.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from duecare.orgs.models import User
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import GUARDED_POSTS

TOTP = "totp"
PASSKEY = "webauthn"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names us to the authenticator app and keeps its secret encrypted in the database."""

    def get_totp_issuer(self) -> str:
        return "duecare"

    def _get_site_name(self) -> str:
        return "duecare"

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def is_owed(actor: Actor) -> bool:
    """Whether a post of the person works only with a second factor."""
    return any(post.kind in GUARDED_POSTS for post in actor.posts)


def factors_of(user: User) -> list[Authenticator]:
    """The person's second factors, oldest first. One statement."""
    kinds = (TOTP, PASSKEY)
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).order_by("created_at"))


def new_secret() -> str:
    """A fresh secret for an authenticator app."""
    return str(totp.generate_totp_secret())


def totp_address(user: User, secret: str) -> str:
    """What the QR code for an authenticator app says."""
    return str(Adapter().build_totp_url(user, secret))


def add_totp(user: User, secret: str, code: str) -> bool:
    """Turn time codes on when the code fits the secret; False when it does not."""
    if not totp.validate_totp_code(secret, code.replace(" ", "")):
        return False
    Authenticator.objects.filter(user_id=user.pk, type=TOTP).delete()
    totp.TOTP.activate(user, secret)
    return True


@transaction.atomic
def check_totp(user: User, code: str) -> bool:
    """Whether a time code is right now; a code, and any older one, works once, in whichever process it arrives."""
    found = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=TOTP).first()
    if found is None:
        return False
    secret, given = Adapter().decrypt(found.data["secret"]), code.replace(" ", "")
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if constant_time_compare(given, expected) and counter > found.data.get("used", 0):
            found.data["used"] = counter
            found.save(update_fields=["data"])
            return True
    return False


def begin_passkey(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey; JSON."""
    return dict(webauthn.begin_registration(user, passwordless=False))


def add_passkey(user: User, name: str, answer: str) -> bool:
    """Keep the passkey that the browser made; False when its answer does not fit."""
    try:
        credential = json.loads(answer)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    webauthn.WebAuthn.add(user, name, credential)
    return True


def ask_passkey(user: User) -> dict[str, Any]:
    """What the browser needs to show a passkey; JSON."""
    return dict(webauthn.begin_authentication(user))


def check_passkey(user: User, answer: str) -> bool:
    """Whether the browser's answer comes from one of the person's passkeys."""
    try:
        response = json.loads(answer)
        webauthn.parse_authentication_response(response)
        webauthn.complete_authentication(user, response)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def forget_factors(user: User) -> int:
    """Take every second factor of the person away. :returns: how many there were."""
    gone: int = Authenticator.objects.filter(user_id=user.pk).delete()[0]
    return gone


def _cipher() -> Fernet:
    key = hashlib.sha256(b"duecare second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
