"""Acts of the ladder, audiences and kinds of duties in people's words."""

from __future__ import annotations

from collections.abc import Iterable

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
    "waived": (pgettext_lazy("act", "waived"), "circle-minus", "quiet"),
    "lapsed": (_("lapsed; it can no longer be done"), "circle-x-filled", "quiet"),
    "extended": (_("due time moved"), "calendar-time", "calm"),
    "paused": (_("stands still"), "player-pause", "calm"),
    "resumed": (_("counts again"), "player-play", "calm"),
    "reassigned": (_("passed to somebody else"), "user-question", "calm"),
    "returned": (_("sent back with a question"), "message-circle", "warn"),
}
PLACES = {
    "debtor": pgettext_lazy("place", "of the unit"),
    "creditor": pgettext_lazy("place", "of the receiving office"),
    "root": pgettext_lazy("place", "of the whole organisation"),
    "up": pgettext_lazy("place", "of the level above"),
    "site": pgettext_lazy("place", "on the spot"),
}
WATCHES = {
    "on-duty": _("whoever is on duty"),
    "next-on-duty": _("the next watch"),
    "not-checked-in": _("whoever has not checked in"),
}


def act(what: str) -> str:
    """Reminded, told, escalated to …"""
    return str(ACTS[what][0]) if what in ACTS else what


def post(name: str) -> str:
    """The post of an audience: ``post:leader@creditor`` is a leader."""
    who, _at, _place = name.partition("@")
    kind, _colon, argument = who.partition(":")
    if kind in WATCHES:
        return str(WATCHES[kind])
    if kind == "head":
        return str(PostKind.LEADER.label)
    try:
        return str(PostKind(argument).label)
    except ValueError:
        return argument or who


def audience(name: str) -> str:
    """Who ``post:leader@creditor`` is, before anybody is looked for: 接收单位负责人."""
    _who, _at, place = name.partition("@")
    return gettext("%(post)s %(place)s") % {"post": post(name), "place": str(PLACES.get(place, place))}


def of_unit(posts: str, unit: str) -> str:
    """Posts of a unit: 安全科值班调度."""
    return gettext("%(posts)s of %(unit)s") % {"posts": posts, "unit": unit}


def joined(parts: Iterable[str]) -> str:
    """A list as people write it: 报告人、校长."""
    return gettext(", ").join(parts)
