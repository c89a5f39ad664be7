"""The four decisions: for each its form, its words and the one action that it calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.sightings import actions, forms
from duecare.sightings.queries import Reading


@dataclass(frozen=True, slots=True)
class Act:
    """A decision.

    :param call: (what is shown, valid form, by and at as keywords).
    """

    form: type[forms.Choices]
    title: Any
    lead: Any
    button: Any
    icon: str
    call: Callable[..., object]


def _ledger(reading: Reading, form: Any, **given: Any) -> object:
    said, sighting_id = form.cleaned_data, reading.sighting.id
    unit = next(one for one in reading.units if str(one.id) == said["unit"])
    place = next((one for one in reading.places if str(one.id) == said["place"]), None)
    chosen = {uuid.UUID(one) for one in said["photographs"]}
    drawn = actions.draw_anew(sighting_id=sighting_id, chosen=chosen, by=given["by"])
    return actions.put_on_ledger(
        sighting_id=sighting_id, unit=unit, place=place, category=said["category"], level=said["level"],
        text=said["text"], photographs=drawn, near=said["near"], **given,
    )  # fmt: skip


def _link(reading: Reading, form: Any, **given: Any) -> object:
    return actions.link(
        sighting_id=reading.sighting.id, hazard_id=uuid.UUID(form.cleaned_data["hazard"]), **given
    )


def _nothing(reading: Reading, form: Any, **given: Any) -> object:
    return actions.close(sighting_id=reading.sighting.id, reason=form.cleaned_data["reason"], **given)


def _elsewhere(reading: Reading, form: Any, **given: Any) -> object:
    return actions.send_elsewhere(sighting_id=reading.sighting.id, **form.cleaned_data, **given)


ACTS: dict[str, Act] = {
    "ledger": Act(
        forms.LedgerForm, _("Put it on the hazard ledger"),
        _("The unit gets your words and the photographs you choose. It never gets the original, nor learns of it."),
        _("Put it on the ledger"), "alert-triangle", _ledger,
    ),
    "link": Act(
        forms.LinkForm, _("It is on the ledger already"),
        _("Nothing changes there. Whoever wrote follows that hazard with their code."), _("Link it"), "link", _link,
    ),
    "nothing": Act(
        forms.NothingForm, _("Nothing is to be done"), _("Say why; whoever wrote has a right to know."),
        _("Close it with this reason"), "check", _nothing,
    ),
    "elsewhere": Act(
        forms.ElsewhereForm, _("It is no hazard"), _("Say which way is right, so that nobody is left standing."),
        _("Send it that way"), "arrow-up-right", _elsewhere,
    ),
}  # fmt: skip
