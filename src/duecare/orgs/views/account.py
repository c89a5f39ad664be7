"""The reader's own account: language, password, second factor, sessions."""

from __future__ import annotations

from typing import cast

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.core.errors import DomainError
from duecare.orgs import accounts, second_factor, sessions
from duecare.orgs.actions import access
from duecare.orgs.forms import ChangePasswordForm, CodeForm
from duecare.orgs.models import User
from duecare.orgs.queries import actor_of, people
from duecare.orgs.views.access import received

_SECRET = "totp_secret"  # noqa: S105  # the name of a place in the session


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account page."""
    user, at = _user(request), received(request)
    here = request.session.session_key or ""
    context = {
        "person": user,
        "appointments": people.appointments_of(user, at),
        "factors": second_factor.factors_of(user),
        "owed": second_factor.is_owed(actor_of(user, at)),
        "verified": request.session.get(sessions.VERIFIED, False),
        "sessions": [
            {"session": s, "here": s.session_key == here, "handle": access.session_handle(s.session_key)}
            for s in people.sessions_of(user, at)
        ],
        "cards": accounts.shown(request),
    }
    return render(request, "orgs/account.html", context)


@never_cache
@sensitive_post_parameters("old", "new", "again")
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """Change the password."""
    user = _user(request)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        keep = request.session.session_key or ""
        try:
            access.change_password(user=user, old=old, new=new, keep=keep, at=received(request))
        except DomainError as error:
            form.add_error(getattr(error, "where", None), error.message)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed; every other session has ended."))
            return redirect("account")
    return render(request, "orgs/password.html", {"form": form})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def factors(request: HttpRequest) -> HttpResponseBase:
    """Add an authenticator app or a passkey."""
    user = _user(request)
    form = CodeForm(request.POST or None)
    secret = request.session.setdefault(_SECRET, second_factor.new_secret())
    if request.method == "POST" and form.is_valid():
        try:
            access.add_totp(user=user, secret=secret, code=form.cleaned_data["code"], at=received(request))
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            return _added(request)
    address = second_factor.totp_address(user, secret)
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=3),
        "passkey": second_factor.begin_passkey(user),
        "owed": second_factor.is_owed(actor_of(user, received(request))),
        "factors": second_factor.factors_of(user),
    }
    return render(request, "orgs/factors.html", context)


@login_required
@require_POST
def passkey(request: HttpRequest) -> HttpResponseBase:
    """Keep the passkey that the browser made."""
    name = request.POST.get("name", "").strip()[:40] or _("Passkey")
    answer = request.POST.get("passkey", "")
    access.add_passkey(user=_user(request), name=name, answer=answer, at=received(request))
    return _added(request)


@login_required
@require_POST
def factor_removal(request: HttpRequest, factor_id: int) -> HttpResponseBase:
    """Take a second factor away."""
    given = request.POST.get("password", "")
    try:
        access.remove_factor(user=_user(request), factor_id=factor_id, password=given, at=received(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The second factor is removed."))
    return redirect("account")


@login_required
@require_POST
def session_end(request: HttpRequest) -> HttpResponseBase:
    """End one of one's sessions."""
    access.end_session(user=_user(request), handle=request.POST.get("session", ""), at=received(request))
    messages.success(request, _("That session has ended."))
    return redirect("account")


def _added(request: HttpRequest) -> HttpResponseBase:
    """Whoever just added a factor has shown it."""
    request.session.pop(_SECRET, None)
    request.session[sessions.VERIFIED] = True
    messages.success(request, _("The second factor is set up. You will be asked for it when you sign in."))
    return redirect("account")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
