"""People as a reader sees them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.models import Appointment, EnrolmentLink, Session, Unit, User
from duecare.orgs.rules import Actor, tidy_username

#: How Django stores that there is no password.
_NEVER_CHOSEN = UNUSABLE_PASSWORD_PREFIX
#: People listed on one page, and slips printed at once.
MOST = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """What the reader may do about a person."""

    contacts: bool
    manage: bool


def person_for(by: Actor, person_id: uuid.UUID) -> User:
    """The person, when the reader is that person or sees the person's home unit.

    :raises NotFound: when there is none that the reader may know of. One statement.
    """
    user = User.objects.select_related("home").filter(id=person_id).first()
    if user is None or not (user.id == by.user_id or _sees(by, user)):
        raise NotFound("no-person", _("There is no such person."))
    return user


def reach_over(by: Actor, user: User) -> Reach:
    """Whether the reader sees the person's telephone and address, and may look after the account."""
    if user.home is None:
        return Reach(user.id == by.user_id, False)
    line = user.home.lineage
    contacts = user.id == by.user_id or rights.may(by, "orgs.contacts", line)
    return Reach(contacts, rights.may(by, "orgs.manage", line))


def appointments_of(user: User, at: datetime) -> list[Appointment]:
    """Posts held now or to come, with their units. One statement."""
    rows = Appointment.objects.filter(user=user, post__closed_at=None).not_over(at)
    return list(rows.select_related("post__unit").order_by("starts_at", "id"))


def people_of(unit: Unit) -> list[User]:
    """Who has a home in the unit and has not left. One statement."""
    return list(User.objects.filter(home=unit, left_at=None).order_by("username")[:MOST])


def not_enrolled(by: Actor, unit: Unit) -> list[User]:
    """People of the unit and below it who never chose a password; the first :data:`MOST`."""
    rights.require(by, "orgs.manage", unit.lineage)
    here = User.objects.filter(
        home__in=Unit.objects.under(unit), left_at=None, password__startswith=_NEVER_CHOSEN
    )
    return list(here.select_related("home").order_by("home__lineage", "username")[:MOST])


def open_link(user: User, at: datetime) -> EnrolmentLink | None:
    """The person's unused link that still works. One statement."""
    return (
        EnrolmentLink.objects.filter(user=user, used_at=None, expires_at__gt=at).order_by("-made_at").first()
    )


def sessions_of(user: User, at: datetime) -> list[Session]:
    """The person's sessions that began within a session's life, newest first. One statement.

    Django ends sessions by the machine's clock; when they began is told by the clock of the requests.
    """
    since = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(Session.objects.filter(user=user, began_at__gt=since).order_by("-began_at")[:50])


def _sees(by: Actor, user: User) -> bool:
    return user.home is not None and rights.may(by, "orgs.view", user.home.lineage)


def by_username(by: Actor, username: str) -> User:
    """A person within reach, by sign-in name.

    :raises NotFound: when there is none that the reader may know of. One statement.
    """
    user = User.objects.select_related("home").filter(username=tidy_username(username), left_at=None).first()
    if user is None or not _sees(by, user):
        raise NotFound("no-person", _("There is no such person."))
    return user
