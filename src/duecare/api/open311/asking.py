"""Reading what a program sends: the body it means, the key it shows, and what somebody brings."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.api import keys
from duecare.api.models import IntakeKey
from duecare.api.open311.answers import Refused
from duecare.grievances import queries
from duecare.grievances.actions import Brought
from duecare.grievances.rules import Identity
from duecare.grievances.vocabulary import Way
from duecare.orgs.models import Unit
from duecare.orgs.slowdown import Slowdown

#: What one key brings: as many as a city's counter does; and what shows wrong keys from one address.
filings = Slowdown(burst=120, every=0.5)
wrong_keys = Slowdown(burst=20, every=10.0)
codes = Slowdown(burst=20, every=3.0)

#: The standard's limits: a description has 4,000 characters, a question spans 90 days.
LONGEST, SPAN = 4000, timedelta(days=90)
_MOST = {"first_name": 30, "last_name": 29, "phone": 40, "address_string": 200}


def jurisdiction(given: Mapping[str, str]) -> Unit:
    """The body that is meant: its key; it may be left out where there is one only.

    :raises Refused: 404 for an unknown one, 400 for a missing one among several.
    """
    named = given.get("jurisdiction_id", "").strip()
    roots = queries.roots()
    if not named:
        if len(roots) == 1:
            return roots[0]
        raise Refused(400, _("jurisdiction_id was not provided."))
    found = next((one for one in roots if one.key == named), None)
    if found is None:
        raise Refused(404, _("jurisdiction_id was not found."))
    return found


def shown_key(given: Mapping[str, str], address: str) -> IntakeKey:
    """The key that is shown. :raises Refused: 403 for none or a wrong one, 429 for too much at once."""
    key = keys.find_key(given.get("api_key", ""))
    if key is None:
        slow(wrong_keys, address)
        raise Refused(403, _("The API key is missing or not valid."))
    slow(filings, str(key.id))
    named = given.get("jurisdiction_id", "").strip()
    if named and named != key.root.key:
        raise Refused(403, _("This API key is for another jurisdiction_id."))
    return key


def brought(given: Mapping[str, str], root: Unit) -> Brought:
    """What somebody brings. Only words, place, name and telephone number are kept; all of it is sealed.

    :raises Refused: 400 and what to mend, or 404 for an unknown service.
    """
    code = given.get("service_code", "").strip()
    if not code:
        raise Refused(400, _("service_code was not provided."))
    if queries.category(code) is None:
        raise Refused(404, _("service_code was not found."))
    if given.get("media_url"):
        raise Refused(400, _("media_url can't be taken. Photographs are added on the receipt's page."))
    text = given.get("description", "").strip()
    if not text:
        raise Refused(400, _("description was not provided: say what it is about."))
    if len(text) > LONGEST:
        raise Refused(400, _("description has more than %(most)s characters.") % {"most": LONGEST})
    for name, most in _MOST.items():
        if len(given.get(name, "")) > most:
            raise Refused(
                400, _("%(name)s has more than %(most)s characters.") % {"name": name, "most": most}
            )
    unit, where = _place(given, root)
    name = " ".join(part for part in (given.get("first_name", ""), given.get("last_name", "")) if part)
    return Brought(
        way=Way.PROGRAM, category=code, text=f"{text}\n\n{where}".strip(), received=root,
        identity=Identity(name.strip(), given.get("phone", "").strip()),
        concerned=[unit] if unit else [], place_unit=unit,
    )  # fmt: skip


def _place(given: Mapping[str, str], root: Unit) -> tuple[Unit | None, str]:
    """The unit that an address names, or the words of it. Coordinates alone say nothing here, and are not kept."""
    named, words = given.get("address_id", "").strip(), given.get("address_string", "").strip()
    if named:
        unit = queries.unit_in(root, named)
        if unit is None:
            raise Refused(400, _("address_id is no unit here. Leave it out, or say it in address_string."))
        return unit, words
    if words:
        return None, words
    if given.get("lat") or given.get("long"):
        message = _("Coordinates are not kept. Give address_id (a unit's key) or address_string.")
        raise Refused(400, message)
    raise Refused(400, _("A place was not provided: give address_id (a unit's key) or address_string."))


def once(given: str, key: IntakeKey) -> uuid.UUID:
    """The number of a filing: the same for the same ``Idempotency-Key``, else a new one."""
    return uuid.uuid5(key.id, given) if given else uuid.uuid4()


def check_span(given: Mapping[str, str]) -> None:
    """Read the days that a list is asked for. :raises Refused: they are no instants, or more than 90 days."""
    days = {}
    for name in ("start_date", "end_date"):
        if text := given.get(name, ""):
            try:
                days[name] = datetime.fromisoformat(text)
            except ValueError:
                message = _("%(name)s is no date and time of the form 2027-01-04T00:00:00Z.")
                raise Refused(400, message % {"name": name}) from None
            if days[name].tzinfo is None:
                message = _("%(name)s is no date and time of the form 2027-01-04T00:00:00Z.")
                raise Refused(400, message % {"name": name})
    if len(days) == 2 and days["end_date"] - days["start_date"] > SPAN:
        raise Refused(400, _("The days asked for are more than 90."))


def slow(by: Slowdown, who: str) -> None:
    """Count a request. :raises Refused: 429, it came too soon after others."""
    if waiting := by.wait(who):
        seconds = math.ceil(waiting)
        message = ngettext(
            "Too many requests. Please try again in %(n)s second.",
            "Too many requests. Please try again in %(n)s seconds.",
            seconds,
        )
        raise Refused(429, message % {"n": seconds}, seconds)
