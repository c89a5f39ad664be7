"""Forms: a report's own, made from its data, and the small ones of question and answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duecare.core.calendar import zone_named
from duecare.core.errors import BadInput
from duecare.reports.models import Submission
from duecare.reports.queries.cells import in_brackets, titled, unit_of
from duecare.reports.rules import Fault, Field, Form, unscaled

PREFIX = "v-"
_FEW = 5


class ReportForm(forms.Form):
    """The fields of a report. What may be typed is decided by :func:`duecare.reports.rules.read` alone.

    Every field takes any text here; :meth:`refuse` says at each field what the rule found.
    """

    def __init__(
        self, asked: Form, data: Mapping[str, Any] | None = None, kept: Submission | None = None
    ) -> None:
        super().__init__(data, initial=_initial(asked, kept))
        self.asked = asked
        for one in asked.fields:
            self.fields[PREFIX + one.key] = _control(one)

    def refuse(self, faults: Mapping[str, Fault]) -> None:
        """Say what is wrong, each at its field."""
        self.full_clean()
        for key, fault in faults.items():
            self.add_error(PREFIX + key if key else None, worded(fault))


class WordsForm(forms.Form):
    """A question, or an answer to one."""

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )


class Choices(forms.RadioSelect):
    """A few answers, each as large as a finger."""

    template_name = "reports/_choices.html"
    option_template_name = "django/forms/widgets/radio_option.html"


def worded(fault: Fault) -> str:
    """What is wrong with a field, in the reader's language."""
    return _WORDS[fault.code]() % fault.params


_WORDS = {
    "required": lambda: _("Fill this in; if there is nothing to report, say so with the button above."),
    "empty": lambda: _("Nothing was filled in. If there is nothing to report, say so with the button above."),
    "unknown": lambda: _("The form has no field called “%(field)s”; open the report again."),
    "number": lambda: _("“%(typed)s” is not a number. Write digits only, such as 12."),
    "whole": lambda: _("Write a whole number, without a decimal point."),
    "decimals": lambda: _("At most %(decimals)d digits after the point."),
    "below": lambda: _("The smallest number allowed is %(min)s."),
    "above": lambda: _("The largest number allowed is %(max)s."),
    "option": lambda: _("Choose one of the answers."),
    "yesno": lambda: _("Choose yes or no."),
    "longest": lambda: _("At most %(max)d characters; these are %(typed)d."),
}


def typed_values(post: QueryDict) -> dict[str, str] | None:
    """What was typed, by field key; None for a nil report."""
    if post.get("nil"):
        return None
    return {name.removeprefix(PREFIX): str(post[name]) for name in post if name.startswith(PREFIX)}


def sending(post: QueryDict) -> dict[str, Any]:
    """Which sending this is and what its writer had seen. :raises BadInput: the page was put together wrongly."""
    try:
        return {
            "client_id": uuid.UUID(post.get("client_id", "")),
            "seen": int(post.get("seen", "0")),
            "phone_at": _phone_time(post.get("phone_at", "")),
            "on_behalf": bool(post.get("on_behalf")),
        }
    except ValueError:
        raise BadInput(
            "reports.page", gettext_lazy("The page was not sent whole."), hint=gettext_lazy("Open it again.")
        ) from None


def paper_time(text: str, zone: str) -> datetime | None:
    """When it was written on paper, typed as local date and time. :raises BadInput: it can't be read."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone_named(zone))
    except ValueError:
        raise BadInput(
            "reports.paper-time",
            gettext_lazy("The time it was written on paper can't be read."),
            where="written_at",
        ) from None


def _phone_time(text: str) -> datetime | None:
    """The sender's own clock; shown and never believed, so whatever can't be read is left out."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _control(one: Field) -> forms.CharField:
    unit = unit_of(one)
    label = in_brackets(titled(one), unit)
    field = forms.CharField(label=label, required=False, help_text=_hint(one), widget=_widget(one))
    field.required = one.required
    field.validators, field.error_messages["required"] = [], ""
    field.clean = lambda value: value  # type: ignore[method-assign]
    return field


def _widget(one: Field) -> forms.Widget:
    if one.type == "number":
        mode = "decimal" if one.decimals else "numeric"
        if one.minimum is None or one.minimum < 0:
            mode = "text"
        return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", "maxlength": 30})
    if one.type == "text":
        return forms.Textarea(attrs={"rows": 2, "maxlength": one.longest, "autocomplete": "off"})
    if one.type == "yesno":
        options = [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    else:
        options = [(o.key, titled(o)) for o in one.options]
    if len(options) <= _FEW:
        return Choices(choices=options)
    return forms.Select(choices=[("", "—"), *options])


def _hint(one: Field) -> str:
    if one.type == "number" and one.minimum is not None and one.maximum is not None:
        return _("%(min)s to %(max)s") % {"min": one.minimum, "max": one.maximum}
    return _("At most %(max)d characters") % {"max": one.longest} if one.type == "text" else ""


def _initial(asked: Form, kept: Submission | None) -> dict[str, str]:
    """A correction begins with what was filed; a first report begins empty, never with yesterday's figures."""
    if kept is None:
        return {}
    found = {}
    for one in asked.fields:
        if one.type == "text":
            found[PREFIX + one.key] = kept.texts.get(one.key, "")
        elif one.key in kept.values:
            found[PREFIX + one.key] = _as_typed(one, kept.values[one.key])
    return found


def _as_typed(one: Field, value: Any) -> str:
    if one.type == "number":
        return f"{unscaled(one, int(value)):f}"
    return {True: "yes", False: "no"}[value] if one.type == "yesno" else str(value)
