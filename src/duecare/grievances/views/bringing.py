"""Bringing a case: without an account on the web, or with a clerk who takes it in."""

from __future__ import annotations

import math
import uuid
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duecare.core.errors import BadInput, DomainError
from duecare.grievances import actions, queries
from duecare.grievances.actions import Brought, Registered
from duecare.grievances.forms import CaseForm, ClerkForm
from duecare.grievances.rules import Identity
from duecare.grievances.vocabulary import Way
from duecare.obligations.shapes import spoken_day
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.orgs.rules import HeldPost
from duecare.orgs.slowdown import Slowdown, address_of
from duecare.receipts.handing_over import Handed, hand_over
from duecare.web.openly import openly
from duecare.web.templatetags.duecare import titled

#: What is brought, in this process. A school that shares one address is slowed, never refused.
bringings = Slowdown(burst=60, every=10.0)


@openly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD"])
def start(request: Request) -> HttpResponse:
    """Whose form it is; where there is one body only, straight to it."""
    roots = queries.roots()
    if len(roots) == 1:
        return redirect("grievances:bring", roots[0].key)
    return render(request, "grievances/roots.html", {"roots": roots})


@openly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request, key: str) -> HttpResponse:
    """The form of a body that answers to people; ``?at=`` is the unit at whose gate the code hangs."""
    root = queries.root_of(key)
    gate = queries.unit_in(root, request.GET.get("at", ""))
    form = CaseForm(
        request.POST or None,
        request.FILES or None,
        **choices(root),
        initial={"unit": gate.key if gate else ""},
    )
    if request.method != "POST":
        return _form(request, root, form)
    if waiting := bringings.wait(address_of(request)):
        return _slowed(request, root, waiting)
    came = _register(request, form, root, gate) if form.is_valid() else None
    if came is None:
        return _form(request, root, form, 422)
    return handed(request, came, root)


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def clerk(request: Request) -> HttpResponse:
    """What somebody says on the telephone or at the counter. The code is theirs, not the clerk's."""
    post = queries.clerk_post(request.actor)
    root = queries.root_by_id(post.root_id)
    form = ClerkForm(request.POST or None, request.FILES or None, **choices(root))
    if request.method != "POST":
        return _form(request, root, form, template="grievances/clerk.html")
    came = _register(request, form, root, None, post) if form.is_valid() else None
    if came is None:
        return _form(request, root, form, 422, "grievances/clerk.html")
    return handed(request, came, root, provisional=True)


def choices(root: Unit) -> dict[str, Any]:
    """What can be chosen: categories, and the units of the body by their keys."""
    return {"categories": queries.category_choices(), "find_unit": partial(queries.unit_to_choose, root)}


def handed(request: Request, came: Registered, root: Unit, *, provisional: bool = False) -> HttpResponse:
    """The code, once; who sends the same again is told that it is there, and gets no second code."""
    if not came.code:
        return render(request, "grievances/again.html", {"case": came.case})
    number = _("It is registered under the number %(number)s.") % {"number": came.case.number}
    said = (number, *_first(came))
    title = _("Your case has arrived.")
    shown = Handed(title, said, came.case.received_at, root.zone, provisional)
    return hand_over(request, came.code, shown)


def _first(came: Registered) -> list[str]:
    if came.outside:
        return [_("Nobody here can read it. Your page says which body above takes it, and how to go there.")]
    clock = came.clocks.stage
    if clock is None:
        return []
    day = spoken_day(clock.on)
    return [_("You get a written notice by %(day)s whether it is accepted.") % {"day": day}]


def _register(
    request: Request, form: Any, root: Unit, gate: Unit | None, post: HeldPost | None = None
) -> Registered | None:
    given = form.cleaned_data
    concerned = given["unit"]
    brought = Brought(
        way=given.get("way") or Way.WEB, category=given["category"], text=given["text"], received=root,
        identity=Identity(given["name"], given["telephone"], given["address"]),
        concerned=[concerned] if concerned else [], place_unit=gate, outside=given.get("outside", ""),
        papers=given["papers"],
    )  # fmt: skip
    values: dict[str, Any] = {"by": request.actor, "post": post} if post else {}
    try:
        return actions.register_case(
            brought=brought, at=request.received_at, client_id=given["batch"], **values
        )
    except DomainError as error:
        field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
        form.add_error(field, error.message)
        return None


def _form(
    request: Request, root: Unit, form: CaseForm, status: int = 200, template: str = "grievances/bring.html"
) -> HttpResponse:
    form.offer(queries.unit_choices(root))
    return render(request, template, {"root": root, "name": titled(root), "form": form}, status=status)


def _slowed(request: Request, root: Unit, waiting: float) -> HttpResponse:
    """The words stay in the form."""
    names = ("text", "category", "unit", "name", "telephone", "address")
    kept: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    try:
        kept["batch"] = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        kept["batch"] = uuid.uuid4()
    seconds = math.ceil(waiting)
    form = CaseForm(initial=kept, **choices(root))
    form.offer(queries.unit_choices(root))
    context = {"root": root, "form": form, "seconds": seconds}
    response = render(request, "grievances/bring.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
