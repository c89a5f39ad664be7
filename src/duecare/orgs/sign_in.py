"""Opening a session for a person: what every way of getting in ends with."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest

from duecare.orgs import sessions
from duecare.orgs.devices import device_class
from duecare.orgs.models import User

_BACKEND = "duecare.orgs.backends.Accounts"


def begin_session(request: HttpRequest, user: User, *, verified: bool) -> None:
    """Sign the person in with a new session.

    :param verified: whether a second factor was shown; posts that administer work only then.
    """
    login(request, user, backend=_BACKEND)
    request.session[sessions.DEVICE] = device_class(request.headers.get("User-Agent", ""))
    request.session[sessions.BEGAN] = request.received_at.isoformat()  # type: ignore[attr-defined]
    request.session[sessions.VERIFIED] = verified
