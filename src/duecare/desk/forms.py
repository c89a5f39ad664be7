"""What people fill in at the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import at_local
from duecare.core.errors import BadInput
from duecare.obligations import kinds
from duecare.orgs.models import Unit
from duecare.orgs.vocabulary import PostKind


class Day(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Clock(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class Reason(forms.Form):
    """Every act that changes what is owed says why; it is on record and shown to those it concerns."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It goes on record and everybody who sees the duty can read it."),
    )


class Extension(Reason):
    """A later due time, in the debtor's zone."""

    day = forms.DateField(label=_("New due day"), widget=Day())
    time = forms.TimeField(label=_("New due time"), widget=Clock())
    field_order = ("day", "time", "why")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read day and time in the zone."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("day") and values.get("time"):
            try:
                values["new_due_at"] = at_local(values["day"], values["time"].strftime("%H:%M"), self.zone)
            except BadInput as error:
                self.add_error("time", error.message)
        return values

    @property
    def new_due_at(self) -> datetime:
        """The instant meant."""
        found: datetime = self.cleaned_data["new_due_at"]
        return found


class Transfer(Reason):
    """Another unit or another kind of post that owes it from now on."""

    unit = forms.CharField(label=_("Code of the unit that takes it over"), max_length=40)
    post = forms.ChoiceField(label=_("Post that answers for it"), choices=PostKind.choices)
    field_order = ("unit", "post", "why")

    def __init__(self, *args: Any, root_id: Any, **kwargs: Any) -> None:
        self.root_id = root_id
        super().__init__(*args, **kwargs)

    def clean_unit(self) -> Unit:
        """The standing unit of that code under the same root."""
        unit = Unit.objects.filter(
            root_id=self.root_id, code=self.cleaned_data["unit"].strip(), closed_at=None
        ).first()
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code. See “Units and people”."))
        return unit


class Suspension(Reason):
    """A day on which some units owe nothing, or owe it another day."""

    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        help_text=_("The code of a unit; it and every unit below it are meant."),
    )
    day = forms.DateField(label=_("Day"), widget=Day())
    kinds = forms.MultipleChoiceField(
        label=_("What is suspended"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means everything but what keeps people safe, such as watches."),
    )
    move_to = forms.DateField(
        label=_("Owed on this day instead"),
        required=False,
        widget=Day(),
        help_text=_("Leave it empty to waive what falls on the day."),
    )
    field_order = ("unit", "day", "kinds", "move_to", "why")

    def __init__(self, *args: Any, root_ids: Any = (), **kwargs: Any) -> None:
        self.root_ids = root_ids
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kinds"]
        choice.choices = [
            (kind.key, kind.label) for kind in kinds.all() if kind.suspends and not kind.confidential
        ]

    def clean_unit(self) -> Unit:
        """The standing unit of that code."""
        code = self.cleaned_data["unit"].strip()
        unit = Unit.objects.filter(root_id__in=self.root_ids, code=code, closed_at=None).first()
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code. See “Units and people”."))
        return unit

    def clean_move_to(self) -> date | None:
        """A later day."""
        day, move_to = self.cleaned_data.get("day"), self.cleaned_data.get("move_to")
        if day and move_to and move_to <= day:
            raise forms.ValidationError(_("Choose a day after the suspended one."))
        found: date | None = move_to
        return found
