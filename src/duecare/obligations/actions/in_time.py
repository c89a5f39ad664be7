"""Whether a filing may still be committed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import TooLate
from duecare.obligations.rules import ACCEPT_WITHIN


def still_in_time(received_at: datetime, now: datetime) -> None:
    """Refuse what has lain here too long, so that the clock and the filing can't disagree on what was late.

    :param received_at: when the request came in.
    :param now: the moment just before the commit.
    :raises TooLate: more than 45 s lie between them.
    """
    if now - received_at > ACCEPT_WITHIN:
        raise TooLate(
            "not-taken-in-time",
            _("The server took too long over this; nothing was saved."),
            hint=_("Send it again: it counts as received when it arrives."),
        )
