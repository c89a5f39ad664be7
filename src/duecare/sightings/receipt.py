"""What the receipt of a sighting shows, and what its holder can do there."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duecare.attachments.models import Attachment
from duecare.orgs.models import Post
from duecare.receipts.pages import Act, Event, Shown
from duecare.sightings import actions
from duecare.sightings.forms import DisputeForm, MessageForm, WithdrawForm
from duecare.sightings.matter import MATTER, NO_POST
from duecare.sightings.models import Message, Sighting
from duecare.web.templatetags.duecare import titled

_AT_HAND = ("unit", "level", "place", "hazard", "hazard__same_as")


def shows(sighting_id: uuid.UUID, at: datetime) -> Shown:
    """How it stands, to whoever has its code: nothing of what the unit or its people say among themselves.

    A fixed number of statements.
    """
    sighting = Sighting.objects.select_related(*_AT_HAND).get(id=sighting_id)
    written = [(sighting.received_at, sighting.text)]
    written += Message.objects.filter(sighting=sighting).order_by("at", "id").values_list("at", "text")
    pictures = Attachment.objects.to(MATTER, sighting.id).filter(forgotten_at=None).count()
    state, tone, icon = _state(sighting, at)
    return Shown(
        _("What you saw"), sighting.unit.zone, state, tone, icon, _facts(sighting), _events(sighting), written,
        pictures, _may(sighting), _notes(sighting),
    )  # fmt: skip


def _may(sighting: Sighting) -> tuple[str, ...]:
    """What can be done now."""
    if sighting.open:
        return "message", "withdrawal"
    hazard = sighting.standing_hazard
    return ("dispute", "withdrawal") if hazard is not None and hazard.closed_at else ("withdrawal",)


def _state(sighting: Sighting, at: datetime) -> tuple[str, str, str]:
    """A sentence, tone and icon."""
    if sighting.open and sighting.due_at < at:
        return _("Nobody has looked yet, and somebody should have. This is on record."), "warn", "clock"
    if sighting.decided_at is None:
        return _("It has arrived. Somebody will look."), "calm", "clock"
    if sighting.disputed_at is not None:
        return _("You said that it is not put right. Somebody will look again."), "calm", "clock"
    hazard = sighting.standing_hazard
    if hazard is None:
        if sighting.decision == "nothing":
            return _("It was looked at: nothing is to be done."), "quiet", "check"
        return _("It was looked at: another way is right."), "calm", "arrow-up-right"
    if hazard.closed_at is not None:
        return _("It was put right, and somebody else has verified it."), "good", "circle-check-filled"
    if hazard.put_right_at is not None:
        return _("It was put right. Somebody else is still to verify it."), "good", "check"
    if hazard.due_at < at:
        return _("It is on the hazard ledger, and should have been put right by now."), "warn", "clock"
    return _("It is on the hazard ledger and being put right."), "calm", "tool"


def _facts(sighting: Sighting) -> list[tuple[str, str | datetime]]:
    facts: list[tuple[str, str | datetime]] = [
        (_("Its number"), sighting.number),
        (_("Where"), " · ".join(titled(one) for one in (sighting.unit, sighting.place) if one)),
        (_("Received"), sighting.received_at),
    ]
    if sighting.open:
        facts += [(_("Read by"), titled(sighting.level)), (_("Somebody looks by"), sighting.due_at)]
    hazard = sighting.standing_hazard
    if hazard is not None:
        facts += [
            (_("Category"), str(hazard.get_category_display())),
            (_("Level"), str(hazard.get_level_display())),
            (_("To be put right by"), hazard.due_at),
        ]
    return facts


def _events(sighting: Sighting) -> list[Event]:
    """Newest last."""
    events = [Event(pgettext("event", "Received"), sighting.received_at, icon="inbox")]
    if sighting.decided_at is not None:
        events.append(_looked_at(sighting, sighting.decided_at))
    hazard = sighting.standing_hazard
    if hazard is not None:
        if hazard.put_right_at is not None:
            events.append(
                Event(pgettext("event", "Put right"), hazard.put_right_at, icon="tool", tone="good")
            )
        if hazard.closed_at is not None:
            events.append(
                Event(pgettext("event", "Verified on the spot"), hazard.closed_at, icon="eye", tone="good")
            )
    if sighting.disputed_at is not None:
        events.append(
            Event(_("You said that it is not put right"), sighting.disputed_at, icon="message", tone="warn")
        )
    return events


def _looked_at(sighting: Sighting, decided_at: datetime) -> Event:
    post = Post.objects.select_related("unit").filter(id=sighting.decided_post or NO_POST).first()
    who = f"{titled(post.unit)} · {titled(post)}" if post else titled(sighting.level)
    more = [capfirst(sighting.get_decision_display())]
    if sighting.way:
        more.append(str(sighting.get_way_display()))
    lines = [who, pgettext("between parts of a sentence", ": ").join(more)]
    return Event(
        pgettext("event", "Looked at"),
        decided_at,
        "\n".join([*lines, *filter(None, [sighting.reason])]),
        "eye",
        "calm",
    )


def _notes(sighting: Sighting) -> list[str]:
    """What follows, and when it goes."""
    if sighting.forget_at is None:
        return [_("What you wrote is erased 90 days after somebody has decided on it.")]
    return [_("What you wrote, and this page, are erased 90 days after the decision.")]


def _add(sighting_id: uuid.UUID, form: MessageForm, at: datetime) -> object:
    said = form.cleaned_data
    return actions.add(
        sighting_id=sighting_id,
        text=said["text"],
        photographs=said["photographs"],
        client_id=said["batch"],
        at=at,
    )


def _dispute(sighting_id: uuid.UUID, form: DisputeForm, at: datetime) -> object:
    said = form.cleaned_data
    return actions.dispute(
        sighting_id=sighting_id,
        text=said["text"],
        photographs=said["photographs"],
        client_id=said["batch"],
        at=at,
    )


def _withdraw(sighting_id: uuid.UUID, _form: WithdrawForm, at: datetime) -> object:
    return actions.withdraw(sighting_id=sighting_id, at=at)


ACTS = {
    "message": Act(
        MessageForm, gettext_lazy("Add something"),
        gettext_lazy("Those who look will see it. The same people read it, and it goes at the same time."),
        gettext_lazy("Send it"), "send", _add, gettext_lazy("It has arrived."),
    ),
    "dispute": Act(
        DisputeForm, gettext_lazy("It is not put right"),
        gettext_lazy("The level above looks again. You need do nothing if it is put right."),
        gettext_lazy("It is not put right"), "alert-circle", _dispute,
        gettext_lazy("It has arrived. Somebody will look again."),
    ),
    "withdrawal": Act(
        WithdrawForm, gettext_lazy("Withdraw it"),
        gettext_lazy(
            "Your words and photographs are erased at once, and your code opens nothing any more. A hazard that is on "
            "the ledger by now stays there, in other people's words."
        ),
        gettext_lazy("Withdraw and erase"), "trash", _withdraw,
        gettext_lazy("It is withdrawn. What you wrote and sent has been erased."),
    ),
}  # fmt: skip
