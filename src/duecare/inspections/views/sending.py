"""What the page that works without network asks and sends: JSON, each thing once, whatever the network does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from duecare.attachments.actions import develop
from duecare.core.errors import BadInput, DomainError
from duecare.inspections import actions
from duecare.inspections.actions import Filed, Said, Sent
from duecare.inspections.models import Found
from duecare.inspections.queries.counted import sentences
from duecare.inspections.waiting import user_key
from duecare.orgs.requests import Request

#: Bytes of an inspection; a list of forty items with a note to each has a tenth of that.
MOST_BYTES = 512 * 1024
View = Callable[..., JsonResponse]


def answering(view: View) -> View:
    """Answer in JSON whatever happens, in the reader's language; whoever is signed out is told so and nothing else."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> JsonResponse:
        if not request.user.is_authenticated:
            return said({"code": "signed-out", "message": _("Please sign in again; nothing is lost.")}, 401)
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            where = getattr(error, "where", None)
            body = {"code": error.code, "message": error.message, "hint": error.hint, "where": where}
            # What was given can't be used: a record of the queue that is refused, while others go on.
            return said(body, 422 if error.status in (400, 404, 415) else error.status)

    return answer


def said(body: dict[str, Any], status: int = 200) -> JsonResponse:
    """An answer that no cache keeps."""
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


@require_safe
@answering
def session(request: Request) -> JsonResponse:
    """Who is signed in, and the token that sending needs."""
    return said({"user": user_key(request), "csrf": get_token(request)})


@require_safe
@answering
def packet(request: Request) -> JsonResponse:
    """What a phone takes along for a shift."""
    return said({"user": user_key(request), **actions.hand_out(by=request.actor, at=request.received_at)})


@require_POST
@answering
def photographs(request: Request) -> JsonResponse:
    """Take a photograph; its inspection follows."""
    file = request.FILES.get("file")
    if file is None:
        raise BadInput("no-photograph", gettext_lazy("There is no photograph in it."), where="file")
    number = _uuid(request.POST.get("client_id"), "client_id")
    belongs = _uuid(request.POST.get("inspection"), "inspection")
    taken = _time(request.POST.get("taken_at"), "taken_at")
    actions.keep_photograph(
        file=develop(file=file), client_id=number, inspection=belongs, taken_at=taken, by=request.actor,
        at=request.received_at,
    )  # fmt: skip
    return said({"client_id": str(number)}, 201)


@require_POST
@answering
def sent(request: Request) -> JsonResponse:
    """Take an inspection whose photographs have arrived."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadInput("too-big", gettext_lazy("This inspection is too large."), status=413)
    filed = actions.file_inspection(sent=_read(request.body), by=request.actor, at=request.received_at)
    url = reverse("inspections:inspection", args=[filed.inspection.id])
    if filed.other is not None:
        message = _(
            "Another version of this inspection is here already. Both are kept; please say which counts."
        )
        return said({"code": "two-versions", "message": message, "url": url}, 409)
    body: dict[str, Any] = {"inspection": str(filed.inspection.id), "url": url, "message": _("Received.")}
    body |= {"counts": sentences(filed.counted), "findings": _findings(filed)}
    return said(body, 201 if filed.new else 200)


def _findings(filed: Filed) -> list[dict[str, Any]]:
    return [_finding(one) for one in filed.found]


def _finding(one: Found) -> dict[str, Any]:
    hazard = one.hazard
    if hazard is None:
        return {"item": one.item, "hazard": None, "url": None, "level": None, "due_at": None, "why": one.why}
    return {
        "item": one.item,
        "hazard": str(hazard.id),
        "url": reverse("hazards:hazard", args=[hazard.id]),
        "level": str(hazard.get_level_display()),
        "due_at": hazard.due_at.isoformat(),
    }


def _read(body: bytes) -> Sent:
    """What a phone sent. :raises BadInput: it is not what is sent here."""
    try:
        given = json.loads(body)
        answers = {key: _said(key, one) for key, one in given["answers"].items()}
        checklist = str(given["checklist"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            "not-an-inspection", gettext_lazy("This is not an inspection as the program sends it.")
        ) from error
    return Sent(
        client_id=_uuid(given.get("client_id"), "client_id"),
        checklist=checklist,
        unit=_uuid(given.get("unit"), "unit"),
        place=_uuid(given["place"], "place") if given.get("place") else None,
        answers=answers,
        began=_time(given.get("started"), "started"),
        ended=_time(given.get("finished"), "finished"),
    )


def _said(key: str, given: dict[str, Any]) -> Said:
    return Said(
        value=str(given.get("value") or ""),
        note=str(given.get("note") or ""),
        photographs=tuple(_uuid(one, key) for one in given.get("photographs") or ()),
        after=tuple(_uuid(one, key) for one in given.get("after") or ()),
        on_the_spot=given.get("on_the_spot") is True,
        major=given.get("major") is True,
        at=_time(given.get("at"), key),
    )


def _uuid(text: object, where: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise BadInput(
            "not-a-number", gettext_lazy("Its number is not one that the program makes."), where=where
        ) from None


def _time(text: object, where: str) -> datetime | None:
    """A phone's time with its zone; None where there is none."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        raise BadInput("not-a-time", gettext_lazy("The phone's time can't be read."), where=where) from None
    if time.utcoffset() is None:
        raise BadInput("time-without-zone", gettext_lazy("The phone's time has no time zone."), where=where)
    return time
