"""What is typed to open a receipt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.receipts.rules import MOST_TYPED


class CodeForm(forms.Form):
    """A code. It goes to the server in the body of the form, never in an address."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=MOST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Seven groups of three letters and digits; capitals and dashes do not matter."),
    )
