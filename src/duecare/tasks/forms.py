"""What is said when a task is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.tasks.rules import NOTE_LENGTH


class CompletionForm(forms.Form):
    """A note and a headcount, each only where the plan asks for it."""

    headcount = forms.IntegerField(
        label=_("How many people took part"), min_value=0, max_value=1_000_000, required=False
    )
    note = forms.CharField(
        label=_("How it was done"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At most 300 characters. No names of persons."),
    )

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("note", "headcount"):
            if asked[name] == "none":
                del self.fields[name]
            elif asked[name] == "required":
                self.fields[name].required = True
