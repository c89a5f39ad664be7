"""The start page: what the reader owes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.desk.queries.inbox import inbox
from duecare.duty.queries.mine import glance
from duecare.orgs.requests import Request


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """What do I owe, what is late, what is next."""
    context = {
        "inbox": inbox(request.actor, request.received_at),
        "posts": request.actor.posts,
        "watches": glance(request.actor, request.received_at),
    }
    return render(request, "desk/home.html", context)
