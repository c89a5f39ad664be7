"""The pages of a receipt: typing the code, what became of the matter, and what can be done."""

from __future__ import annotations

import math

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.core.errors import DomainError
from duecare.orgs.requests import Request
from duecare.orgs.slowdown import Slowdown, address_of
from duecare.receipts import letting_in, pages, queries
from duecare.receipts.forms import CodeForm
from duecare.receipts.models import Receipt
from duecare.web.openly import openly

#: Codes tried, in this process.
tries = Slowdown(burst=20, every=3.0)


@openly
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request) -> HttpResponse:
    """Type the code, or let the page's script read it from the address's fragment, which no server ever sees."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "receipts/enter.html", {"form": form}, status=422 if form.errors else 200)
    if waiting := tries.wait(address_of(request)):
        return _slowed(request, form, waiting)
    try:
        receipt = queries.find(form.cleaned_data["code"])
    except DomainError as error:
        form.add_error("code", error.message)
        return render(request, "receipts/enter.html", {"form": form}, status=error.status)
    response = redirect("receipts:matter")
    letting_in.let_in(response, receipt, request.received_at)
    return response


@openly
@require_safe
def matter(request: Request) -> HttpResponse:
    """How things stand."""
    receipt = letting_in.opened(request, request.received_at)
    if receipt is None:
        return redirect("receipts:enter")
    return _shown(request, receipt)


@openly
@require_POST
def act(request: Request, what: str) -> HttpResponse:
    """Do one of the acts; a rule that says no becomes the form's error."""
    receipt = letting_in.opened(request, request.received_at)
    if receipt is None:
        return redirect("receipts:enter")
    opened = pages.of(receipt.matter_kind)
    if what not in opened.acts:
        raise Http404
    chosen = opened.acts[what]
    if what not in opened.shows(receipt.matter_id, request.received_at).may:
        return redirect("receipts:matter")
    form = chosen.form(request.POST, request.FILES, auto_id=f"id_{what}_%s")
    if not form.is_valid():
        return _shown(request, receipt, what, form)
    try:
        chosen.call(receipt.matter_id, form, request.received_at)
    except DomainError as error:
        form.add_error(None, error.message)
        return _shown(request, receipt, what, form)
    if queries.standing(receipt.id) is None:
        response = render(request, "receipts/ended.html", {"said": chosen.said})
        letting_in.shut(response)
        return response
    return redirect(f"{request.path.rsplit('/', 2)[0]}/?done={what}")


@openly
@require_POST
def leave(request: Request) -> HttpResponse:
    """Close the page in this browser; the code goes on opening it."""
    response = redirect("receipts:enter")
    letting_in.shut(response)
    return response


def _shown(
    request: Request, receipt: Receipt, what: str = "", filled: forms.Form | None = None
) -> HttpResponse:
    opened = pages.of(receipt.matter_kind)
    shown = opened.shows(receipt.matter_id, request.received_at)
    offered = [
        (
            name,
            opened.acts[name],
            filled
            if name == what and filled is not None
            else opened.acts[name].form(auto_id=f"id_{name}_%s"),
            name == what or opened.acts[name].open,
        )
        for name in shown.may
    ]
    done = opened.acts.get(request.GET.get("done", "")) if filled is None else None
    context = {"shown": shown, "offered": offered, "said": done.said if done else ""}
    response = render(request, "receipts/matter.html", context, status=200 if filled is None else 422)
    letting_in.let_in(response, receipt, request.received_at)
    return response


def _slowed(request: Request, form: CodeForm, waiting: float) -> HttpResponse:
    seconds = math.ceil(waiting)
    form.add_error(
        None,
        _("Many codes are being tried from your network. Try again in %(seconds)s seconds.")
        % {"seconds": seconds},
    )
    response = render(request, "receipts/enter.html", {"form": form}, status=429)
    response["Retry-After"] = str(seconds)
    return response
