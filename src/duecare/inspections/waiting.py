"""What the phone says of inspections that lie on it alone: a cookie that the offline page keeps."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import ngettext

from duecare.web.staying import Left

#: As the offline page writes it: user, inspections, photographs, milliseconds.
MARK = "walk-waiting"
_MARK = re.compile(r"([0-9a-f]{32})\.([0-9]{1,4})\.[0-9]{1,6}\.[0-9]{1,15}")


def user_key(request: HttpRequest) -> str:
    """The user's name on a phone: the same on all of theirs, and of no use elsewhere."""
    return salted_hmac("duecare.inspections.phone", str(request.user.pk)).hexdigest()[:32]


def left_on_the_phone(request: HttpRequest) -> Left | None:
    """The user's inspections that only this phone has; None when there are none, or they are somebody else's."""
    found = _MARK.fullmatch(request.COOKIES.get(MARK, ""))
    if found is None or not constant_time_compare(found[1], user_key(request)):
        return None
    number = int(found[2])
    said = ngettext(
        "%(number)s inspection lies on this device alone and has not been sent.",
        "%(number)s inspections lie on this device alone and have not been sent.",
        number,
    )
    return Left(said % {"number": number}, reverse("inspections:walk") + "#/waiting") if number else None
