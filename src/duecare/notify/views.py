"""Pages of notices."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.notify import actions, queries
from duecare.notify.forms import PreferenceForm
from duecare.notify.models import Notice
from duecare.obligations import kinds
from duecare.obligations.models import Obligation


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, newest first."""
    only_unread = request.GET.get("show") == "unread"
    page = queries.notices(by=request.actor, before=_id(request.GET.get("before")), only_unread=only_unread)  # type: ignore[attr-defined]
    return render(
        request, "notify/notices.html", {"page": page, "only_unread": only_unread, "all": not only_unread}
    )


@login_required
@require_safe
def notice(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """One notice, with the duties it is about; opening it does not yet count as reading (links get fetched)."""
    found = queries.notice(id=notice_id, by=request.actor)  # type: ignore[attr-defined]
    return render(request, "notify/notice.html", {"notice": found, "duties": _duties(found)})


@login_required
@require_POST
def reading(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """The reader has read it."""
    actions.read(notice=notice_id, by=request.actor, at=request.received_at)  # type: ignore[attr-defined]
    return redirect(_back(request))


@login_required
@require_POST
def reading_of_all(request: HttpRequest) -> HttpResponse:
    """The reader has read everything."""
    actions.read_all(by=request.actor, at=request.received_at)  # type: ignore[attr-defined]
    return redirect("notify:notices")


@login_required
@require_http_methods(["GET", "POST"])
def preference(request: HttpRequest) -> HttpResponse:
    """When and whether mail is sent to the reader."""
    now = queries.preference(request.actor)  # type: ignore[attr-defined]
    first = {"mail": now.mail_off_at is None, "quiet_from": now.quiet_from, "quiet_until": now.quiet_until}
    form = PreferenceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.prefer(**form.cleaned_data, by=request.actor, at=request.received_at)  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
        return redirect("notify:preference")
    status = 422 if form.is_bound else 200
    mail = bool(settings.DUECARE["DUECARE_SMTP_URL"])
    return render(request, "notify/preference.html", {"form": form, "mail": mail}, status=status)


def _duties(found: Notice) -> list[dict[str, Any]]:
    owed = [mention.obligation for mention in found.mentions.all()]
    owed.sort(key=lambda o: (o.due_at, o.lineage))
    return [{"owed": o, "address": _address(o)} for o in owed]


def _address(owed: Obligation) -> str:
    """Where the duty opens; empty where its kind has no page."""
    try:
        return reverse(kinds.get(owed.kind).url_name, args=[owed.id])
    except (KeyError, NoReverseMatch):
        return ""


def _back(request: HttpRequest) -> str:
    """Where the reader came from, on this site alone."""
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse("notify:notices")


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
