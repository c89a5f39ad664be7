"""A request as the middleware hands it to views; annotate with it, nothing is ever made of it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from duecare.orgs.rules import Actor


class Request(HttpRequest):
    """A request with who acts (:class:`duecare.orgs.middleware.CurrentActor`) and when it came in, UTC."""

    actor: Actor
    received_at: datetime
