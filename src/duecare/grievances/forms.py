"""What is written about cases: by their owners, by those who hold them, by a unit that is asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duecare.attachments.forms import VeiledField
from duecare.grievances.actions.papers import MOST_AT_ONCE
from duecare.grievances.actions.words import HEADINGS, NEEDED, TEXT_LENGTH, WRITTEN
from duecare.grievances.rules import LONGEST_SUBJECT, Act, ActKind, Need
from duecare.grievances.vocabulary import Aim, Way
from duecare.orgs.models import Unit


def area(rows: int = 4) -> forms.Textarea:
    """A field for some lines."""
    return forms.Textarea(attrs={"rows": rows})


class PapersField(VeiledField):
    """What comes with words: a few at a time."""

    def __init__(self) -> None:
        super().__init__(
            most=MOST_AT_ONCE,
            required=False,
            help_text=_(
                "At most five at a time, photographs or PDF. Place, device and name of the file are removed."
            ),
        )


class Once(forms.Form):
    """``batch`` makes a second click harmless."""

    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class WordsForm(Once):
    """Something in words."""

    text = forms.CharField(label=_("In words"), max_length=TEXT_LENGTH, widget=area())
    papers = PapersField()


class AnswerForm(Once):
    """Something that may be said without words."""

    text = forms.CharField(label=_("In words"), max_length=TEXT_LENGTH, required=False, widget=area(3))
    papers = PapersField()


class SureForm(Once):
    """A box to tick, so that nobody does it by a slip of the finger."""

    sure = forms.BooleanField(label=_("Yes"))


class RecusalForm(Once):
    """Who should not handle it: a post, and why, in words that are sealed. Nobody's relations are asked for."""

    whom = forms.ChoiceField(
        label=_("Who should not handle it?"), choices=Aim.choices, widget=forms.RadioSelect,
        help_text=_("Whoever you mean does not decide on it: about the head, the level above decides."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Why? If it is somebody else, write which post."), max_length=TEXT_LENGTH, widget=area(),
        help_text=_("The head of the unit or the level above decides in a few days, and you see what was decided."),
    )  # fmt: skip


class RateForm(Once):
    """One to five."""

    rating = forms.TypedChoiceField(
        label=_("How was it handled?"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("very well")), (4, _("well")), (3, _("fair")), (2, _("badly")), (1, _("very badly"))],
    )  # fmt: skip


class UnitField(forms.ChoiceField):
    """A unit by its key; its clean value is the unit, or None where none is chosen.

    What is sent is looked up by itself, so that the choices are read for the form that is shown, and not for each that
    is sent.
    """

    find: Callable[[str], Unit | None]

    def clean(self, value: Any) -> Unit | None:
        """:raises ValidationError: there is no such unit to choose."""
        if value in self.empty_values:
            return None
        found = self.find(str(value))
        if found is None:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return found


class CaseForm(Once):
    """A case that somebody brings. Only the words are needed.

    ``website`` is seen by programs alone.

    :param find_unit: the unit of a key, where a case can be about it.
    """

    text = forms.CharField(
        label=_("What do you want to tell?"), max_length=TEXT_LENGTH, widget=area(6),
        help_text=_("What happened, where and when. You need not say who you are."),
    )  # fmt: skip
    papers = PapersField()
    category = forms.ChoiceField(label=_("Category"))
    unit = UnitField(
        label=_("Which school or office is it about?"), required=False,
        help_text=_("It never goes there, nor to anything below it."),
    )  # fmt: skip
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    telephone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    address = forms.CharField(label=_("Address for letters"), required=False, max_length=200)
    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, categories: Sequence[Any], find_unit: Callable[[str], Unit | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        category.choices = list(categories)
        unit: Any = self.fields["unit"]
        unit.find = find_unit

    def offer(self, units: Sequence[Any]) -> None:
        """Let these units be chosen, in the form that is about to be shown."""
        unit: Any = self.fields["unit"]
        unit.choices = [("", _("none of them, or I don't know")), *units]

    def clean_website(self) -> str:
        """:raises ValidationError: a program has filled it."""
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Leave the last field empty, please: it finds programs that send rubbish.")
            )
        return ""


class ClerkForm(CaseForm):
    """The same, taken in by a clerk, who says how it came."""

    way = forms.ChoiceField(
        label=_("How it came"),
        choices=[one for one in Way.choices if one[0] in ("phone", "person", "representative")],
    )
    outside = forms.CharField(
        label=_("Its number in another system"), required=False, max_length=60,
        help_text=_("From the 12345 line or another system; only those who hold the case see it."),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("The person has agreed that a representative brings it"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """:raises ValidationError: a representative without the consent of whom it is for."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") == Way.REPRESENTATIVE and not cleaned.get("consent"):
            self.add_error("consent", _("A representative needs the person's consent."))
        return cleaned


class SubjectForm(forms.Form):
    """The line in clear."""

    subject = forms.CharField(
        label=_("Subject line"), max_length=LONGEST_SUBJECT,
        help_text=_("At most 40 characters, the only words that lie in clear. Nothing that tells who brought it."),
    )  # fmt: skip


class PolicyForm(forms.Form):
    """Which of the plan's policies a case is about."""

    policy = forms.ChoiceField(
        label=_("Policy"), required=False,
        help_text=_("Cases on the same policy can be answered together. Who brought them plays no part in it."),
    )  # fmt: skip

    def __init__(self, *args: Any, policies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["policy"]
        choice.choices = [("", _("none")), *policies.items()]


class ReasonForm(forms.Form):
    """Why somebody needs to know who brought it."""

    reason = forms.CharField(
        label=_("Why do you need to know who brought it?"), max_length=200,
        help_text=_("The owner of the case reads this. It opens for a quarter of an hour."),
    )  # fmt: skip


class InquiryForm(Once):
    """A question to a unit that the case is about."""

    unit = forms.ChoiceField(label=_("Whom do you ask?"))
    text = forms.CharField(
        label=_("Your question"), max_length=TEXT_LENGTH, widget=area(),
        help_text=_(
            "In your own words, so that it does not give the owner away. The unit sees this and nothing else. Where "
            "the question itself would tell who it is, ask the owner first."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["unit"]
        choice.choices = list(units)


class ActForm(Once):
    """What an act of the procedure needs, as the procedure says."""

    def __init__(self, *args: Any, act: Act, choices: Sequence[Any] = (), **kwargs: Any) -> None:
        """:param choices: of whom the act is about: units, people, or posts."""
        super().__init__(*args, **kwargs)
        self.act = act
        for need in act.needs:
            if need in WRITTEN:
                self.fields[need.value] = forms.CharField(
                    label=HEADINGS[need], max_length=TEXT_LENGTH, widget=area(3),
                    error_messages={"required": NEEDED[need]},
                )  # fmt: skip
            elif need is Need.DAYS:
                self.fields["days"] = forms.IntegerField(label=_("Days"), min_value=1, max_value=366)
            elif need is Need.OWNERS_CONSENT:
                self.fields["consent"] = forms.BooleanField(
                    label=_("The owner has agreed to this"), error_messages={"required": NEEDED[need]}
                )
        self._add_whom(act, list(choices))
        if not any(need in WRITTEN for need in act.needs):
            self.fields["text"] = forms.CharField(
                label=_("Note to the owner"),
                required=act.key == "write",
                max_length=TEXT_LENGTH,
                widget=area(3),
            )

        if act.kind in (ActKind.REPLIES, ActKind.OTHER, ActKind.CONTRIBUTES):
            self.fields["papers"] = PapersField()

    def _add_whom(self, act: Act, choices: list[Any]) -> None:
        """Whom the act is about: a unit, units, a post, or who is excused."""
        if act.kind is ActKind.RECUSES and choices:
            self.fields["excuses"] = forms.ChoiceField(
                label=_("Who does nothing more in this case?"),
                choices=[("", _("myself")), *choices],
                required=False,
            )
        elif act.kind is ActKind.ROUTES:
            self.fields["unit"] = forms.ChoiceField(label=_("Which unit handles it?"), choices=choices)
        elif act.kind is ActKind.JOINS:
            self.fields["joint"] = forms.MultipleChoiceField(
                label=_("Which units handle it too?"), choices=choices, widget=forms.CheckboxSelectMultiple,
                help_text=_("They read the case and owe their part. The unit that has it leads and replies."),
            )  # fmt: skip
        elif act.kind is ActKind.NAMES_LEAD:
            self.fields["lead"] = forms.ChoiceField(
                label=_("Which post answers for the result?"), choices=choices,
                help_text=_("The owner sees the post, not a name."),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """The words by need."""
        names = {need.value for need in WRITTEN} | {"text"}
        return {name: str(value) for name, value in self.cleaned_data.items() if name in names and value}


class TogetherForm(ActForm):
    """What an act needs, and to which cases it is said."""

    def __init__(self, *args: Any, cases: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"] = forms.MultipleChoiceField(
            label=_("To which cases?"), choices=list(cases), widget=forms.CheckboxSelectMultiple
        )
        self.fields.pop("papers", None)
