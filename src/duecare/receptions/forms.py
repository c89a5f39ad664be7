"""What is filled in for reception days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.receptions.rules import MOST_COME_IN, RECEIVED

_RECEIVED = dict(
    zip(RECEIVED, (_("nobody came"), _("one to four"), _("five to nine"), _("ten to nineteen"), _("twenty or more")),
        strict=True)
)  # fmt: skip


class TimeForm(forms.Form):
    """A time and how many come in. No name is asked for."""

    number = forms.TypedChoiceField(label=_("When do you come?"), coerce=int)
    coming = forms.TypedChoiceField(
        label=_("How many come in together?"), coerce=int, initial=1,
        choices=[(n, n) for n in range(1, MOST_COME_IN + 1)],
        help_text=_("At most five. A group sends representatives; nobody asks who the others are."),
    )  # fmt: skip
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slots: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["number"]
        choice.choices = list(slots)


class BackForm(forms.Form):
    """Giving a number back."""

    back = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    check_sign = forms.CharField(label=_("The sign on the slip"), max_length=8)


class HeldForm(forms.Form):
    """That it was held."""

    received = forms.ChoiceField(
        label=_("How many came?"), choices=list(_RECEIVED.items()), widget=forms.RadioSelect,
        help_text=_("In steps: nobody is counted one by one, and no list is kept."),
    )  # fmt: skip


class CallOffForm(forms.Form):
    """That it is not held then."""

    why = forms.CharField(
        label=_("Why?"), max_length=200, help_text=_("Everybody can read it. No names of persons.")
    )
    instead = forms.DateField(
        label=_("On which day instead?"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At the same time of day, at most two weeks later."),
    )  # fmt: skip


def received_in_words(received: str) -> Any:
    """How many came, as a page says it."""
    return _RECEIVED[received]
