"""What the interface tells: itself, its services, and one case to whoever has its code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.api.open311.answers import Refused
from duecare.grievances import queries
from duecare.obligations.shapes import shown

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
#: When this interface changed last.
CHANGED = "2026-11-26T00:00:00Z"


def here() -> str:
    """The deployment's address, without a slash at its end."""
    return str(settings.DUECARE["DUECARE_URL"]).rstrip("/")


def discovery() -> dict[str, Any]:
    """Where the interface is, and how one gets a key."""
    return {
        "changeset": CHANGED,
        "contact": _("Whoever runs this server makes API keys, one for each program and jurisdiction_id."),
        "key_service": _("A key is made by the command “duecare open311 key”."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{here()}{reverse('open311:root')}".rstrip("/"),
                "changeset": CHANGED,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def services() -> list[dict[str, Any]]:
    """Every category, as the standard's services."""
    groups = {key: shown(title.zh, title.en) for key, title in queries.category_groups()}
    return [
        {
            "service_code": one.key,
            "service_name": shown(one.title.zh, one.title.en),
            "description": shown(one.about.zh, one.about.en),
            "metadata": "false",
            "type": "realtime",
            "keywords": "",
            "group": groups[one.group],
        }
        for one in queries.all_categories()
    ]


def definition(code: str) -> dict[str, Any]:
    """A service's attributes: none, for nothing more is asked for. :raises Refused: 404, there is no such service."""
    if queries.category(code) is None:
        raise Refused(404, _("service_code was not found."))
    return {"service_code": code, "attributes": []}


def filed(number: str, code: str) -> list[dict[str, Any]]:
    """The answer to a filing: the number, and the receipt's code this once.

    :param code: empty when the same was sent before.
    """
    page = f"{here()}{reverse('receipts:enter')}"
    notice = (
        _(
            "Give the person this code, it is shown this once: %(code)s. At its first use at %(page)s they make one of "
            "their own, which shows every step, and this one stops working."
        )
        if code
        else _(
            "The same was sent before; its code was shown then and can't be shown again. It is typed at %(page)s."
        )
    )
    said = notice % {"code": code, "page": page}
    return [{"service_request_id": number, "service_notice": said, "account_id": ""}]


def one(number: str, code: str, at: datetime) -> list[dict[str, Any]]:
    """How a case stands, to whoever has its code.

    :raises Refused: 404, alike for a number that was never given out and for a code that is not its own.
    """
    found = queries.by_code(number, code, at) if code else None
    if found is None:
        raise Refused(
            404, _("service_request_id was not found. A case is shown with its receipt code alone.")
        )
    return [
        {
            "service_request_id": found.number,
            "status": "closed" if found.ended else "open",
            "status_notes": found.stage,
            "service_name": found.category,
            "service_code": found.category_key,
            "agency_responsible": found.holder,
            "requested_datetime": _instant(found.received_at),
            "updated_datetime": _instant(found.changed_at),
            "expected_datetime": _instant(found.due_at) if found.due_at else "",
        }
    ]


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
