"""Forms of units, people and getting in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.orgs.vocabulary import PostKind, UnitKind


def _password(label: object, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200)  # type: ignore[arg-type]


class SignInForm(forms.Form):
    """Sign-in name and password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """A code of six digits from an authenticator app."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class EnrolForm(forms.Form):
    """The one-time code of an enrolment slip."""

    token = forms.CharField(
        label=_("Code from the slip"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = _password(_("New password"), "new-password")
    again = _password(_("The same again"), "new-password")

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    old = _password(_("Present password"), "current-password")
    field_order = ("old", "new", "again")


class UnitForm(forms.Form):
    """What is known of a unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    zone = forms.CharField(label=_("Time zone"), max_length=60, required=False)


class NewUnitForm(UnitForm):
    """A unit to add."""

    code = forms.CharField(label=_("Unit code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    field_order = ("code", "name", "name_en", "kind", "phone", "zone")


class WhyForm(forms.Form):
    """A reason that goes on record."""

    why = forms.CharField(label=_("Reason"), max_length=200)


class PostForm(forms.Form):
    """A post to add."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PostKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("Empty: the name of the kind.")
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)


class PersonForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(
        label=_("Shown as"),
        max_length=60,
        help_text=_("A post's title will do: “First Middle School, reporter”."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Shown to those who must call, no one else."),
    )


class NewPersonForm(PersonForm):
    """A person to add."""

    username = forms.CharField(label=_("Sign-in name"), max_length=60)
    field_order = ("username", "name", "email", "phone")


class AppointmentForm(forms.Form):
    """Who is given a post, or stands in and when: first and last day, in the unit's zone."""

    username = forms.CharField(label=_("Sign-in name"), max_length=60)
    deputy = forms.BooleanField(label=_("As a deputy, for some days"), required=False)
    first = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ImportForm(forms.Form):
    """A file with units and people."""

    file = forms.FileField(
        label=_("File (.xlsx or .csv)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )
