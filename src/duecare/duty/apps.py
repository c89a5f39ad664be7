"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.core.errors import Text
from duecare.obligations import kinds, schedules
from duecare.orgs import audiences as audience_names
from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import health, navigation

#: What the record calls each act, and what it is about.
ACTS: dict[str, Text] = {
    "duty.changed": _("changed who stands which watch"),
    "duty.watchkeepers": _("entered who stands watches"),
    "duty.left": _("took somebody out of a roster"),
    "duty.leave_entered": _("entered leave granted beforehand"),
    "duty.swap_offered": _("offered a watch"),
    "duty.swap_accepted": _("accepted a watch that was offered"),
    "duty.swap_declined": _("declined a watch that was offered"),
    "duty.swap_withdrawn": _("took an offer back"),
    "duty.swap_consented": _("consented to a swap"),
    "duty.swap_refused": _("refused a swap"),
    "duty.swap_undone": _("undid a swap"),
    "duty.put_in": _("let somebody else stand a watch"),
    "duty.leave_asked": _("asked for leave from watches"),
    "duty.leave_granted": _("granted leave from watches"),
    "duty.leave_refused": _("refused leave from watches"),
    "duty.leave_withdrawn": _("took back leave from watches"),
    "duty.feed-made": _("made a calendar address for watches"),
    "duty.feed-ended": _("ended a calendar address for watches"),
    "duty.searched": _("let a roster be looked for"),
    "duty.discarded": _("put a draft of a roster away"),
    "duty.published": _("published a roster"),
    "duty.checked_in": _("checked in for a watch"),
    "duty.logged": _("wrote a line in the watch's log"),
    "duty.matter_opened": _("noted an open matter for the next watch"),
    "duty.matter_closed": _("closed an open matter"),
    "duty.handed_over": _("wrote the handover"),
    "duty.signed": _("signed for the watch taken over"),
    "duty.presence": _("answered a presence check, as the watch"),
}
OBJECTS: dict[str, Text] = {
    "roster": _("a duty roster"),
    "edition": _("an edition of a duty roster"),
    "search": _("a search for a duty roster"),
    "leave": _("leave from watches"),
    "swap": _("a swap of watches"),
    "duty.feed": _("a calendar address for watches"),
    "watch": _("a watch"),
    "duty.line": _("a line of a watch's log"),
    "duty.matter": _("an open matter of a watch"),
    "duty.note": _("the note of a handover"),
}
PLACES = (
    navigation.Place(_("On duty"), "duty:now", "clock-play", 31, "duty.see", within=("duty:watch",)),
    navigation.Place(
        _("My watches"),
        "duty:mine",
        "user-check",
        12,
        menu="account",
        within=("duty:passing", "duty:calendar"),
    ),
    navigation.Place(
        _("Rosters"),
        "duty:rosters",
        "calendar-user",
        32,
        "duty.see",
        within=("duty:requests", "duty:swap", "duty:leave"),
    ),
)


class Duty(AppConfig):
    """Hands down what the floors below have to know of it."""

    name = "duecare.duty"
    verbose_name = _("duty")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.duty import audiences  # noqa: PLC0415 - models are there only now
        from duecare.duty.actions.expiring import end_requests, forget_requests  # noqa: PLC0415
        from duecare.duty.actions.forgetting import forget_texts  # noqa: PLC0415
        from duecare.duty.actions.opening import open_due  # noqa: PLC0415
        from duecare.duty.actions.watchkeepers import forget_wishes  # noqa: PLC0415
        from duecare.duty.health import work  # noqa: PLC0415
        from duecare.duty.kinds import ALL  # noqa: PLC0415

        for kind in ALL:
            kinds.register(kind)
        audience_names.register("on-duty", audiences.on_duty)
        audience_names.register("next-on-duty", audiences.next_on_duty)
        audience_names.register("not-checked-in", audiences.not_checked_in)
        schedules.register("duty", open_due)
        schedules.register("duty-texts", forget_texts)
        health.register("work", work)
        schedules.register("duty-wishes", forget_wishes)
        schedules.register("duty-requests", end_requests)
        schedules.register("duty-requests-forgotten", forget_requests)
        for place in PLACES:
            navigation.register(place)
        rights.register("duty.see", *PostKind.values)
        rights.register("duty.keep", "leader", "coordinator")
        rights.register("duty.consent", "leader")
        verbs.register(ACTS, objects=OBJECTS)
