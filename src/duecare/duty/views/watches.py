"""Who is on duty now, and a watch: check-in, log, open matters, handover."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duecare.core.ids import uuid7
from duecare.duty.actions import checking_in, handing_over, log
from duecare.duty.queries import now, owed, watches
from duecare.orgs.requests import Request


@require_safe
@login_required
def on_duty(request: Request) -> HttpResponse:
    """Who is on duty now at every site that the reader may see, and who comes next."""
    page = now.on_duty(request.actor, request.received_at)
    template = "duty/_now.html" if request.headers.get("HX-Request") else "duty/now.html"
    answer = render(request, template, {"page": page, "at": request.received_at})
    answer["X-As-Of"] = now.as_of(request.received_at)
    return answer


@require_safe
@login_required
def subject(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """The page on which something owed is done."""
    return redirect(owed.address(request.actor, obligation_id))


@require_safe
@login_required
def watch(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """A watch for those who stand it and those who see its site."""
    page = watches.page(watch_id=watch_id, by=request.actor, at=request.received_at)
    return render(request, "duty/watch.html", {"page": page, "client_id": uuid7()})


@require_POST
@login_required
def check_in(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Say that one is there."""
    checking_in.check_in(watch_id=watch_id, by=request.actor, at=request.received_at)
    messages.success(request, _("You are checked in."))
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def presence(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Answer a presence check for the watch."""
    if checking_in.answer_presence(watch_id=watch_id, by=request.actor, at=request.received_at):
        messages.success(request, _("Answered. It is kept that the watch answered, not who."))
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def write_line(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Write a line in the log."""
    log.write_line(
        watch_id=watch_id,
        text=request.POST.get("text", ""),
        client_id=_client_id(request),
        by=request.actor,
        at=request.received_at,
    )
    return redirect("duty:watch", watch_id)


def _client_id(request: Request) -> uuid.UUID:
    """What the form sent, so that a form sent twice is one line; a new one for a form without."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid7()


@require_POST
@login_required
def open_matter(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Note an open matter."""
    text = request.POST.get("text", "")
    log.open_matter(watch_id=watch_id, text=text, by=request.actor, at=request.received_at)
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def close_matter(request: Request, watch_id: uuid.UUID, matter_id: uuid.UUID) -> HttpResponse:
    """Say that a matter is settled."""
    log.close_matter(watch_id=watch_id, matter_id=matter_id, by=request.actor, at=request.received_at)
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def write_handover(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Write the handover."""
    note = request.POST.get("note", "")
    handing_over.write_handover(watch_id=watch_id, note=note, by=request.actor, at=request.received_at)
    messages.success(request, _("The handover is written. The next watch signs for it."))
    return redirect("duty:watch", watch_id)


@require_POST
@login_required
def sign(request: Request, watch_id: uuid.UUID) -> HttpResponse:
    """Sign for a watch taken over."""
    done = handing_over.sign(watch_id=watch_id, by=request.actor, at=request.received_at)
    messages.success(request, _("Signed for. The open matters are yours now."))
    return redirect("duty:watch", done.to_id)
