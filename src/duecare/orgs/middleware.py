"""Who acts in a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from duecare.orgs import sessions
from duecare.orgs.queries import actor_of
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import GUARDED_POSTS


class CurrentActor:
    """Gives each request its :class:`duecare.orgs.rules.Actor`, read when first asked for.

    Posts that administer count only in a session in which a second factor was shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request.user, request.received_at)  # type: ignore[attr-defined]
    if actor.user_id is None or request.session.get(sessions.VERIFIED):
        return actor
    return actor.without(GUARDED_POSTS)
