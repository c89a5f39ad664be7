"""A new deployment's first act: the root unit and whoever administers it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duecare.orgs.actions.enrolment import issue_links
from duecare.orgs.actions.people import add_person
from duecare.orgs.actions.posts import add_post, appoint
from duecare.orgs.actions.units import create_root
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import PostKind


@transaction.atomic
def found(
    *, code: str, name: str, kind: str, zone: str, administrator: str, by: Actor, at: datetime
) -> tuple[str, datetime]:
    """Found an organisation with its administrator.

    :param kind: of :class:`duecare.orgs.vocabulary.UnitKind`.
    :param zone: IANA name.
    :param administrator: sign-in name.
    :returns: the administrator's one-time secret and when it expires.
    :raises NotAllowed: when it is not the program itself that founds.
    :raises Conflict: when the code or the sign-in name is taken.
    """
    root = create_root(code=code, name=name, kind=kind, zone=zone, by=by, at=at)
    post = add_post(unit=root, kind=PostKind.ADMINISTRATOR, by=by, at=at)
    user = add_person(username=administrator, name=post.title, home=root, by=by, at=at)
    appoint(user=user, post=post, by=by, at=at)
    [(_user, secret, expires_at)] = issue_links(users=[user], by=by, at=at)
    return secret, expires_at
