"""What people may choose about their messages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PreferenceForm(forms.Form):
    """E-mail and quiet hours."""

    mail = forms.BooleanField(label=_("Send me e-mail"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_(
            "Mail waits until then, except when a matter was escalated to you. Equal times: no quiet hours."
        ),
    )
