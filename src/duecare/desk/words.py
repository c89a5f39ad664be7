"""Acts of the ladder, audiences and kinds of duties in people's words."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duecare.orgs.vocabulary import PostKind

ACTS = {
    "remind": (_("reminded"), "bell", "calm"),
    "tell": (_("told"), "speakerphone", "warn"),
    "escalate": (_("escalated to"), "stairs-up", "bad"),
    "nobody": (_("found nobody among"), "user-off", "bad"),
    "not_sent": (_("not sent, it would have come too late:"), "bell-off", "quiet"),
    "opened": (_("opened"), "clock-play", "calm"),
    "missed": (_("fell due and was not done"), "alert-triangle-filled", "bad"),
    "discharged": (_("done"), "circle-check-filled", "good"),
    "waived": (_("waived"), "circle-minus", "quiet"),
    "lapsed": (_("lapsed; it can no longer be done"), "circle-x-filled", "quiet"),
    "extended": (_("due time moved"), "calendar-time", "calm"),
    "reassigned": (_("passed to somebody else"), "user-question", "calm"),
    "returned": (_("sent back with a question"), "message-circle", "warn"),
}
PLACES = {
    "debtor": pgettext_lazy("place", "of the unit"),
    "creditor": pgettext_lazy("place", "of the receiving office"),
    "root": pgettext_lazy("place", "of the whole organisation"),
    "up": pgettext_lazy("place", "of the level above"),
}


def act(what: str) -> str:
    """Reminded, told, escalated to …"""
    return str(ACTS[what][0]) if what in ACTS else what


def audience(name: str, unit: str = "") -> str:
    """Who ``post:leader@creditor`` is: 接收单位负责人, or with the unit found, 安全科负责人."""
    who, _at, place = name.partition("@")
    _kind, _colon, argument = who.partition(":")
    try:
        post = str(PostKind(argument).label)
    except ValueError:
        post = argument or who
    where = unit or str(PLACES.get(place, place))
    return gettext("%(post)s %(place)s") % {"post": post, "place": where} if where else post
