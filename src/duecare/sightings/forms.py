"""What is written about sightings, by the public and by those who look."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duecare.attachments.forms import AttachmentsField
from duecare.attachments.rules.limits import PHOTOGRAPH
from duecare.hazards.rules import TEXT_LENGTH as HAZARD_LENGTH
from duecare.hazards.vocabulary import Category, Level
from duecare.sightings import rules
from duecare.sightings.vocabulary import Way


class PhotographsField(AttachmentsField):
    """At most three photographs; no papers."""

    def __init__(self) -> None:
        super().__init__(
            most=rules.MOST_PHOTOGRAPHS,
            required=False,
            label=_("Photographs"),
            help_text=_("At most three. Place and device are removed. Photograph the thing, not people."),
        )

    def clean(self, value: Any) -> Any:
        """Read each. :raises ValidationError: with a sentence for each that can't be taken."""
        found = super().clean(value)
        if any(one.kind != PHOTOGRAPH for one in found):
            raise ValidationError(_("Photographs only, please."), code="no-paper")
        return found


class SightingForm(forms.Form):
    """What somebody saw. It has no field for a name, an address or a number, and never will.

    ``website`` is seen by programs alone; ``batch`` makes a second click harmless.
    """

    text = forms.CharField(
        label=_("What is unsafe, and where exactly?"),
        max_length=rules.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At most 500 characters. Write about the thing. Name nobody, not even yourself."),
    )
    photographs = PhotographsField()
    category = forms.ChoiceField(label=_("What is it about?"), required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["category"]
        choice.choices = [("", _("I don't know")), *Category.choices]

    def clean_website(self) -> str:
        """:raises ValidationError: a program has filled it."""
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Leave the last field empty, please: it finds programs that send rubbish.")
            )
        return ""


class MessageForm(forms.Form):
    """What is added later."""

    text = forms.CharField(
        label=_("What do you want to add?"),
        max_length=rules.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photographs = PhotographsField()
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class DisputeForm(MessageForm):
    """What is not put right."""

    text = forms.CharField(
        label=_("What is still unsafe?"),
        max_length=rules.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(forms.Form):
    """A box to tick, so that nobody withdraws by a slip of the finger."""

    sure = forms.BooleanField(label=_("Yes, erase what I wrote"))


class Choices(forms.Form):
    """A form of the page of one sighting: what can be chosen comes from there."""

    def __init__(self, *args: Any, given: Mapping[str, Sequence[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in given.items():
            if name in self.fields:
                choice: Any = self.fields[name]
                choice.choices = list(choices)


class LedgerForm(Choices):
    """A hazard, in the reader's words. ``near`` is asked for when they are nearly those of the original."""

    unit = forms.ChoiceField(label=_("On whose ledger?"))
    place = forms.ChoiceField(label=_("Place"), required=False)
    text = forms.CharField(
        label=_("What the unit will read, in your own words"),
        max_length=HAZARD_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is unsafe, and where. Not who wrote, nor when, nor how it came to you."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    photographs = forms.MultipleChoiceField(
        label=_("Photographs that the unit will see"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None, unless you choose. Look for what could tell who took it."),
    )
    near = forms.BooleanField(
        label=_("I know that these are nearly the original words, and mean them"), required=False
    )


class LinkForm(Choices):
    """Which hazard it belongs to."""

    hazard = forms.ChoiceField(label=_("Hazard on the ledger"))


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever wrote reads this."),
    )


class NothingForm(Choices):
    """Why nothing is to be done."""

    reason = _reason()


class ElsewhereForm(Choices):
    """Which way is right."""

    way = forms.ChoiceField(label=_("Which way is right?"), choices=Way.choices)
    reason = _reason()
