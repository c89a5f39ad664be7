"""What is entered about rosters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duecare.duty.actions.searching import LEAST_SECONDS, MOST_SECONDS
from duecare.duty.models import Watchkeeper
from duecare.web.templatetags.duecare import titled

_DATE = {"type": "date"}


class SearchForm(forms.Form):
    """How long the solver may look, and whether what is published binds it."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=60
    )
    afresh = forms.BooleanField(label=_("Begin anew, whatever was published"), required=False)


class LeaveForm(forms.Form):
    """Leave granted beforehand: whose and which days, nothing about why."""

    watchkeeper = forms.ChoiceField(label=pgettext_lazy("person", "Who"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=_DATE))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=_DATE))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watchkeeper"] = forms.ChoiceField(label=pgettext_lazy("person", "Who"), choices=people)


class AskLeaveForm(forms.Form):
    """Leave that is asked for: from which roster and which days, nothing about why."""

    roster = forms.ChoiceField(label=_("Roster"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=_DATE))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=_DATE))

    def __init__(self, *args: Any, keepers: list[Watchkeeper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(k.roster_id), f"{titled(k.roster.arrangement.terms)} · {titled(k.roster.keeper)}")
            for k in keepers
        ]
        widget = forms.HiddenInput if len(choices) == 1 else forms.Select
        initial = choices[0][0] if choices else ""
        self.fields["roster"] = forms.ChoiceField(
            label=_("Roster"), choices=choices, widget=widget, initial=initial
        )


class WishForm(forms.Form):
    """One wish; no reason."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DATE))
    shift = forms.ChoiceField(label=_("Watch"), required=False)
    wants = forms.ChoiceField(
        label=_("I would like"),
        choices=[("no", _("not to stand it")), ("yes", _("to stand it"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    weight = forms.TypedChoiceField(
        label=_("How much it matters"),
        choices=[(1, _("a little")), (2, _("quite")), (3, _("very much"))],
        coerce=int,
        initial=1,
    )

    def __init__(self, *args: Any, terms: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shifts = [("", _("any watch")), *((shift["key"], titled(shift)) for shift in terms["shifts"])]
        self.fields["shift"] = forms.ChoiceField(label=_("Watch"), required=False, choices=shifts)
        for bound, value in (("min", terms["first"]), ("max", terms["last"])):
            self.fields["day"].widget.attrs[bound] = value


class GridForm(forms.Form):
    """A workbook whose grid is read back."""

    file = forms.FileField(
        label=_("The workbook, edited"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"})
    )
