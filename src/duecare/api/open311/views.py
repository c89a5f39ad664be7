"""The standard's addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from duecare.api.open311 import asking, telling
from duecare.api.open311.answers import Refused, answered, refusal
from duecare.core.errors import DomainError
from duecare.grievances import actions
from duecare.orgs.requests import Request
from duecare.orgs.slowdown import address_of
from duecare.web.openly import openly

View = Callable[..., HttpResponse]
#: In which header the receipt's code is shown: an address would stand in logs.
CODE = "X-Receipt-Code"


def standard(view: View) -> View:
    """Answer in the language that the program asks for, refusals in the standard's form."""

    @wraps(view)
    def answering(request: Request, form: str, **named: Any) -> HttpResponse:
        with override(get_language_from_request(request)):
            try:
                return view(request, form, **named)
            except Refused as refused:
                return refusal(form, refused)
            except DomainError as error:
                return refusal(form, Refused(400, str(error.message)))

    return answering


@openly
@require_safe
@standard
def discovery(request: Request, form: str) -> HttpResponse:
    """The standard's discovery."""
    return answered(form, "discovery", telling.discovery())


@openly
@require_safe
@standard
def services(request: Request, form: str) -> HttpResponse:
    """What can be brought."""
    asking.jurisdiction(request.GET)
    return answered(form, "services", telling.services())


@openly
@require_safe
@standard
def definition(request: Request, form: str, code: str) -> HttpResponse:
    """What a service asks for."""
    asking.jurisdiction(request.GET)
    return answered(form, "service_definition", telling.definition(code))


@csrf_exempt
@openly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@standard
def requests(request: Request, form: str) -> HttpResponse:
    """Bring a case with a key; the list is empty for everybody."""
    if request.method != "POST":
        asking.jurisdiction(request.GET)
        asking.check_span(request.GET)
        return answered(form, "service_requests", [])
    key = asking.shown_key(request.POST, address_of(request))
    if request.FILES:
        raise Refused(400, _("Files can't be taken. Photographs are added on the receipt's page."))
    came = actions.register_case(
        brought=asking.brought(request.POST, key.root), at=request.received_at,
        client_id=asking.once(request.headers.get("Idempotency-Key", "")[:200], key),
    )  # fmt: skip
    return answered(form, "service_requests", telling.filed(came.case.number, came.code), 201)


@openly
@require_safe
@standard
def one(request: Request, form: str, number: str) -> HttpResponse:
    """A case, to whoever shows its receipt code in the header."""
    asking.slow(asking.codes, address_of(request))
    found = telling.one(number, request.headers.get(CODE, ""), request.received_at)
    return answered(form, "service_requests", found)


@openly
@require_safe
@standard
def token(request: Request, form: str, number: str) -> HttpResponse:
    """Numbers are given at once, so that there are no tokens."""
    raise Refused(404, _("There are no tokens here: a number is given at once."))
