"""What is written about hazards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.attachments.forms import AttachmentsField
from duecare.core.calendar import at_local
from duecare.hazards import rules
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs.vocabulary import PostKind

_NO_PERSONS = _("What is unsafe, not who. No names of persons.")


class Day(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def area(rows: int = 3) -> forms.Textarea:
    """A field for some lines."""
    return forms.Textarea(attrs={"rows": rows})


class HazardForm(forms.Form):
    """A hazard to report. ``batch`` makes a second click harmless."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    text = forms.CharField(
        label=_("What is unsafe"), max_length=rules.TEXT_LENGTH, widget=area(), help_text=_NO_PERSONS
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    level = forms.ChoiceField(
        label=_("Level"),
        choices=Level.choices,
        help_text=_("Major: it can kill or close the building. The level above is told within minutes."),
    )
    photographs = AttachmentsField(label=_("Photographs of it"), required=False)
    on_the_spot = forms.BooleanField(label=_("It was put right on the spot"), required=False)
    after = AttachmentsField(
        label=_("Photographs after"),
        required=False,
        help_text=_("Needed when it was put right on the spot. Somebody else verifies it."),
    )
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["place"]
        choice.choices = [("", _("elsewhere; the words say where")), *places]


class ByDay(forms.Form):
    """A form with a day, until the end of which something is owed in the unit's zone."""

    def __init__(self, *args: Any, zone: str = "UTC", **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(*args, **kwargs)

    def until(self) -> datetime:
        """The last minute of the day."""
        return at_local(self.cleaned_data["day"], "23:59", self.zone, gap="forward")


class CommitForm(ByDay):
    """The five commitments."""

    measures = forms.CharField(label=_("Measures"), max_length=rules.TEXT_LENGTH, widget=area())
    post = forms.ChoiceField(
        label=_("Responsible post"),
        choices=[
            (kind.value, kind.label)
            for kind in PostKind
            if kind in ("leader", "coordinator", "reporter", "inspector")
        ],
    )
    funds = forms.CharField(label=_("Funds"), max_length=rules.SHORT_LENGTH)
    day = forms.DateField(label=_("To be put right by"), widget=Day())
    contingency = forms.CharField(
        label=_("Contingency plan until then"), max_length=rules.TEXT_LENGTH, widget=area()
    )


class AcceptForm(ByDay):
    """Nothing but the button."""


class QuestionForm(ByDay):
    """A question about the commitments."""

    question = forms.CharField(
        label=_("Question"),
        max_length=rules.TEXT_LENGTH,
        widget=area(),
        help_text=_("They stay on the ledger; the unit owes new ones. Each can be sent back once."),
    )


class RectifyForm(ByDay):
    """What was done, with evidence."""

    text = forms.CharField(
        label=_("What was done"),
        max_length=rules.TEXT_LENGTH,
        widget=area(),
        help_text=_("No names of persons."),
    )
    photographs = AttachmentsField(label=_("Photographs after"), required=False)
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class VerifyForm(ByDay):
    """What was seen on the spot."""

    passed = forms.ChoiceField(
        label=_("What did you see on the spot?"),
        choices=[
            ("yes", _("It is put right: close it out")),
            ("no", _("It is not put right: open it again")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In words"),
        max_length=rules.TEXT_LENGTH,
        required=False,
        widget=area(2),
        help_text=_("Needed when it is not put right."),
    )
    photographs = AttachmentsField(label=_("Photographs"), required=False)


class RequestForm(ByDay):
    """More time."""

    day = forms.DateField(label=_("More time until"), widget=Day())
    why = forms.CharField(label=_("Reason"), max_length=rules.WHY_LENGTH, widget=area(2))


class DecisionForm(ByDay):
    """Yes or no to more time."""

    granted = forms.ChoiceField(
        label=_("More time"), choices=[("yes", _("grant")), ("no", _("refuse"))], widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Reason"),
        max_length=rules.WHY_LENGTH,
        required=False,
        widget=area(2),
        help_text=_("Needed when it is refused."),
    )


class PaperForm(forms.Form):
    """A ledger that was kept on paper."""

    file = forms.FileField(
        label=_("File (.xlsx or .csv)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )


class WhyForm(ByDay):
    """A reason."""

    why = forms.CharField(label=_("Reason"), max_length=rules.WHY_LENGTH, widget=area(2))


class LinkForm(WhyForm):
    """Which hazard it is the same as."""

    same_as = forms.ChoiceField(label=_("It is the same as"))
    field_order = ("same_as", "why")

    def __init__(self, *args: Any, others: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["same_as"]
        choice.choices = others


class ViewForm(forms.Form):
    """A name for filters of the ledger."""

    name = forms.CharField(label=_("Name of the view"), max_length=rules.VIEW_NAME_LENGTH)
    query = forms.CharField(max_length=rules.VIEW_LENGTH, required=False, widget=forms.HiddenInput)
