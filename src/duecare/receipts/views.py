"""The pages of a receipt: typing the code, what became of the matter, and what can be done."""

from __future__ import annotations

import math
import uuid

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecare.core.errors import DomainError
from duecare.orgs.requests import Request
from duecare.orgs.slowdown import Slowdown, address_of
from duecare.receipts import actions, letting_in, pages, queries
from duecare.receipts.forms import CodeForm
from duecare.receipts.handing_over import scanned
from duecare.receipts.models import Receipt
from duecare.web.openly import openly
from duecare.web.sheets import sheet

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
    if queries.was_offered(receipt, form.cleaned_data["code"]):
        receipt = actions.keep_own(receipt_id=receipt.id, code=form.cleaned_data["code"])
    response = redirect("receipts:own_code" if receipt.provisional else "receipts:matter")
    letting_in.let_in(response, receipt, request.received_at)
    return response


@openly
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def own_code(request: Request) -> HttpResponse:
    """Replace a code that somebody else has seen: make another, keep it, and only then does it open the matter."""
    receipt = letting_in.opened(request, request.received_at)
    if receipt is None:
        return redirect("receipts:enter")
    if not receipt.provisional:
        return redirect("receipts:matter")
    if request.method != "POST":
        return render(request, "receipts/own_code.html", {})
    try:
        if "code" not in request.POST:
            code = actions.offer_own(receipt_id=receipt.id)
            return render(request, "receipts/own_code.html", {"code": code, **scanned(code)})
        receipt = actions.keep_own(receipt_id=receipt.id, code=request.POST["code"])
    except DomainError as error:
        return render(request, "receipts/own_code.html", {"error": error.message}, status=error.status)
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
    if receipt.provisional:
        return redirect("receipts:own_code")
    return _shown(request, receipt)


@openly
@require_safe
def file(request: Request, file_id: uuid.UUID) -> HttpResponse:
    """A photograph or a paper of the matter; ``?small`` its thumbnail."""
    receipt = letting_in.opened(request, request.received_at)
    if receipt is None or receipt.provisional:
        return redirect("receipts:enter")
    opens = pages.of(receipt.matter_kind).file
    if opens is None:
        raise Http404
    found = opens(receipt.matter_id, file_id, request.received_at, "small" in request.GET)
    return sheet(found.content, photograph=found.photograph, name=found.name)


@openly
@require_POST
def act(request: Request, what: str) -> HttpResponse:
    """Do one of the acts; a rule that says no becomes the form's error, with what was written still in the form.

    A page may have stood open while the matter went on: whether the act is open now is for the act itself to say.
    """
    receipt = letting_in.opened(request, request.received_at)
    if receipt is None or receipt.provisional:
        return redirect("receipts:enter")
    opened = pages.of(receipt.matter_kind)
    if what not in opened.acts:
        raise Http404
    chosen = opened.acts[what]
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
        for name in _offered(shown, what)
    ]
    done = opened.acts.get(request.GET.get("done", "")) if filled is None else None
    context = {"shown": shown, "offered": offered, "said": done.said if done else ""}
    response = render(request, "receipts/matter.html", context, status=200 if filled is None else 422)
    letting_in.let_in(response, receipt, request.received_at)
    return response


def _offered(shown: pages.Shown, what: str) -> list[str]:
    """What is open now; first what was tried and is not open any more, or its words would be lost."""
    return [*([what] if what and what not in shown.may else []), *shown.may]


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
