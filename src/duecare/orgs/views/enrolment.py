"""Getting in with a one-time code: from a printed QR code, or typed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duecare.core.errors import DomainError
from duecare.orgs import second_factor
from duecare.orgs.actions import enrolment
from duecare.orgs.forms import EnrolForm, NewPasswordForm
from duecare.orgs.models import EnrolmentLink
from duecare.orgs.queries import actor_of
from duecare.orgs.sign_in import begin_session
from duecare.orgs.slowdown import address_of, attempts
from duecare.orgs.views.access import received

_LINK = "enrolment_link"


@never_cache
@sensitive_post_parameters("token")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Take the code: the page's script reads it from the address's fragment, which no server or log ever sees."""
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempts.wait(address_of(request)):
            return _shown(request, form, 429)
        try:
            link = enrolment.find_link(token=form.cleaned_data["token"], at=received(request))
        except DomainError as error:
            form.add_error("token", f"{error.message} {error.hint or ''}")
            return _shown(request, form, error.status)
        request.session.flush()
        request.session[_LINK] = str(link.id)
        return redirect("enrol_password")
    return _shown(request, form, 200)


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """Choose the password; that uses the link up and signs in."""
    link = _link(request)
    if link is None:
        return redirect("enrol")
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = enrolment.enrol(link_id=link.id, password=form.cleaned_data["new"], at=received(request))
        except DomainError as error:
            form.add_error("new", f"{error.message} {error.hint or ''}")
        else:
            request.session.pop(_LINK)
            begin_session(request, user, verified=False)
            owed = second_factor.is_owed(actor_of(user, received(request)))
            return redirect("account_factors" if owed else "/")
    return render(request, "orgs/enrol_password.html", {"form": form, "person": link.user})


def _shown(request: HttpRequest, form: EnrolForm, status: int) -> HttpResponse:
    return render(request, "orgs/enrol.html", {"form": form}, status=status)


def _link(request: HttpRequest) -> EnrolmentLink | None:
    link_id = request.session.get(_LINK)
    if link_id is None:
        return None
    waiting = EnrolmentLink.objects.filter(
        id=uuid.UUID(link_id), used_at=None, expires_at__gt=received(request)
    )
    return waiting.select_related("user").first()
