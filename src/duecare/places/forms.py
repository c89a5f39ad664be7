"""What is written about a place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.places.rules import NAME_EN_LENGTH, NAME_LENGTH, NUMBER_LENGTH
from duecare.places.vocabulary import PlaceKind


class PlaceForm(forms.Form):
    """A place to add or to change."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("As people there call it: “teaching building, stairs east”. No names of persons."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_EN_LENGTH, required=False)
    number = forms.CharField(
        label=_("Your own number for it"),
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=_("Of an inventory or a licence; it is printed on the label."),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("Decimal degrees, for what lies outside: a tower, a pump. Both or neither."),
    )
    longitude = forms.DecimalField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
