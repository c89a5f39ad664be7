"""Signing in and out."""

from __future__ import annotations

import math
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from duecare.orgs import second_factor
from duecare.orgs.actions import access
from duecare.orgs.forms import CodeForm, SignInForm
from duecare.orgs.models import User
from duecare.orgs.queries import actor_of
from duecare.orgs.sign_in import begin_session
from duecare.orgs.slowdown import address_of, attempts
from duecare.web import language
from duecare.web.staying import left_behind

PENDING = "pending"
_PENDING_FOR = timedelta(minutes=10)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page."""
    target = safe_target(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method == "GET":
        return redirect(target)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if waiting := attempts.wait(address_of(request)):
            return _slowed(request, "orgs/sign_in.html", {"form": form, "next": target}, waiting)
        attempt = access.try_password(**form.cleaned_data, at=received(request))
        if attempt.user is not None:
            return _password_was_right(request, attempt.user, target)
        form.add_error(None, refusal(request, attempt.locked_until))
        status = 403 if attempt.locked_until else 200
    return render(request, "orgs/sign_in.html", {"form": form, "next": target}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponseBase:
    """The second factor, after the password."""
    user, target = _pending(request)
    if user is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    passkey = request.POST.get("passkey", "")
    if request.method == "POST" and (passkey or form.is_valid()):
        if waiting := attempts.wait(address_of(request)):
            return _slowed(request, "orgs/second.html", _second_context(user, form), waiting)
        code = "" if passkey else form.cleaned_data["code"]
        attempt = access.try_second_factor(user=user, code=code, passkey=passkey, at=received(request))
        if attempt.user is not None:
            return _enter(request, user, target, verified=True)
        message = refusal(request, attempt.locked_until, second=True)
        form = CodeForm(request.POST)
        form.is_valid()
        form.errors.clear()
        form.add_error(None, message)
    return render(request, "orgs/second.html", _second_context(user, form))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; first say what would be left behind on this device alone."""
    left = [] if request.POST.get("anyway") else left_behind(request)
    if left and request.user.is_authenticated:
        return render(request, "orgs/staying.html", {"left": left})
    logout(request)
    return redirect("sign_in")


def safe_target(request: HttpRequest, target: str) -> str:
    """Where to go after sign-in: a page of this site, or the start page."""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if target and safe else "/"


def received(request: HttpRequest) -> datetime:
    """When the request came in."""
    at: datetime = request.received_at  # type: ignore[attr-defined]
    return at


def refusal(request: HttpRequest, until: datetime | None, *, second: bool = False) -> str:
    """Why somebody is not let in, and until when."""
    if until is not None:
        minutes = math.ceil((until - received(request)).total_seconds() / 60)
        return _(
            "Too many wrong attempts. This sign-in name is locked for %(minutes)s more minutes. Your coordinator can "
            "help you at once with a new code."
        ) % {"minutes": minutes}
    if second:
        return _("That was not right. Try the newest code.")
    return _("Sign-in name and password do not fit together.")


def _slowed(request: HttpRequest, template: str, context: dict[str, Any], waiting: float) -> HttpResponse:
    seconds = math.ceil(waiting)
    context["form"].add_error(
        None,
        _("Many people are signing in from your network. Try again in %(seconds)s seconds.")
        % {"seconds": seconds},
    )
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _password_was_right(request: HttpRequest, user: User, target: str) -> HttpResponseBase:
    if second_factor.factors_of(user):
        request.session.cycle_key()
        request.session[PENDING] = [str(user.id), received(request).isoformat(), target]
        return redirect("sign_in_second")
    response = _enter(request, user, target, verified=False)
    if second_factor.is_owed(actor_of(user, received(request))):
        return redirect("account_factors")
    return response


def _enter(request: HttpRequest, user: User, target: str, *, verified: bool) -> HttpResponse:
    request.session.pop(PENDING, None)
    begin_session(request, user, verified=verified)
    response = redirect(target)
    if user.language:
        response.set_cookie(language.COOKIE, user.language, max_age=365 * 24 * 3600, samesite="Lax")
    return response


def _pending(request: HttpRequest) -> tuple[User | None, str]:
    waiting = request.session.get(PENDING)
    if not waiting:
        return None, "/"
    user_id, since, target = waiting
    if received(request) - datetime.fromisoformat(since) > _PENDING_FOR:
        return None, "/"
    return User.objects.filter(id=uuid.UUID(user_id), left_at=None).first(), target


def _second_context(user: User, form: CodeForm) -> dict[str, Any]:
    kinds = {factor.type for factor in second_factor.factors_of(user)}
    asked = second_factor.ask_passkey(user) if second_factor.PASSKEY in kinds else None
    return {"form": form, "has_codes": second_factor.TOTP in kinds, "asked": asked}
