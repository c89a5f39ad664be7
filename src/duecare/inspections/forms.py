"""A whole checklist as a form, for browsers without JavaScript and for what was written on paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.attachments.actions import Developed
from duecare.attachments.forms import AttachmentsField
from duecare.attachments.rules.limits import PHOTOGRAPH
from duecare.inspections.actions import Said
from duecare.inspections.actions.refusals import sentence
from duecare.inspections.queries.checklists import OUTCOMES
from duecare.inspections.rules import (
    LONGEST,
    PHOTOGRAPHS_MOST,
    Answer,
    Checklist,
    Fault,
    Item,
    Kind,
    progress,
)
from duecare.obligations.shapes import shown

#: (photograph, its number) -> keeps it.
Keep = Callable[[Developed, uuid.UUID], object]


class UUIDsField(forms.CharField):
    """Numbers of photographs that have arrived with an earlier try."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> list[uuid.UUID]:
        """What of it are numbers."""
        found = []
        for text in str(value or "").split(",")[: 2 * PHOTOGRAPHS_MOST]:
            try:
                found.append(uuid.UUID(text))
            except ValueError:
                continue
        return found


@dataclass(frozen=True, slots=True)
class ItemFields:
    """An item with its fields, as the page shows them.

    :param kept: how many photographs have arrived with an earlier try, before and after.
    """

    item: Item
    value: Any
    note: Any
    photographs: Any
    after: Any
    on_the_spot: Any
    major: Any
    kept: str
    kept_after: str

    @property
    def count(self) -> int:
        """Photographs that are there."""
        return len([part for part in f"{self.kept},{self.kept_after}".split(",") if part])


class InspectionForm(forms.Form):
    """A checklist to fill in. ``batch`` is the inspection's number, so that a second click is harmless."""

    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        self.kept: dict[str, list[uuid.UUID]] = {}
        for item in checklist.items:
            self.fields[item.key] = _field(item)
            self.fields[f"{item.key}.note"] = forms.CharField(
                label=_("Remark"),
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            for name, label in (("photographs", _("Photographs of it")), ("after", _("Photographs after"))):
                self.fields[f"{item.key}.{name}"] = AttachmentsField(
                    label=label, most=PHOTOGRAPHS_MOST, required=False
                )
                self.fields[f"{item.key}.{name}.kept"] = UUIDsField(required=False)
            self.fields[f"{item.key}.on_the_spot"] = forms.BooleanField(
                label=_("It was put right on the spot"), required=False
            )
            self.fields[f"{item.key}.major"] = forms.BooleanField(
                label=_("It is a major hazard"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Every answer that is missing or can't be, each at its item."""
        cleaned = super().clean() or self.cleaned_data
        self._refuse_papers(cleaned)
        answers = {}
        for item in self.checklist.items:
            value = str(cleaned.get(item.key) or "")
            if value:
                answers[item.key] = Answer(value, len(self._pictures(item.key, "photographs")))
        how_far = progress(self.checklist, answers)
        for key in how_far.missing:
            self.add_error(key, str(sentence(Fault.EMPTY)))
        for key, fault in how_far.faults.items():
            self.add_error(key, str(sentence(fault)))
        return cleaned

    def _refuse_papers(self, cleaned: dict[str, Any]) -> None:
        for item in self.checklist.items:
            for name in (f"{item.key}.photographs", f"{item.key}.after"):
                if any(file.kind != PHOTOGRAPH for file in cleaned.get(name) or ()):
                    self.add_error(name, str(_("Only photographs belong to an answer.")))

    def _pictures(self, key: str, name: str) -> list[Any]:
        cleaned = self.cleaned_data
        return [*(cleaned.get(f"{key}.{name}") or ()), *(cleaned.get(f"{key}.{name}.kept") or ())]

    def keep(self, keep: Keep) -> None:
        """Keep every photograph that came, also of a form that has to be mended, so that it need not come again."""
        batch = self.cleaned_data["batch"]
        for item in self.checklist.items:
            for name in ("photographs", "after"):
                numbers = list(self.cleaned_data.get(f"{item.key}.{name}.kept") or ())
                for file in self.cleaned_data.get(f"{item.key}.{name}") or ():
                    number = uuid.uuid5(batch, f"{item.key}/{name}/{file.original}")
                    keep(file, number)
                    numbers.append(number)
                self.kept[f"{item.key}.{name}"] = list(dict.fromkeys(numbers))

    def said(self) -> dict[str, Said]:
        """What was answered, after :meth:`keep`."""
        found = {}
        for item in self.checklist.items:
            cleaned, key = self.cleaned_data, item.key
            if cleaned.get(key):
                found[key] = Said(
                    value=str(cleaned[key]),
                    note=cleaned.get(f"{key}.note", ""),
                    photographs=tuple(self.kept.get(f"{key}.photographs", ())),
                    after=tuple(self.kept.get(f"{key}.after", ())),
                    on_the_spot=cleaned.get(f"{key}.on_the_spot", False),
                    major=cleaned.get(f"{key}.major", False),
                )
        return found

    def sections(self) -> Iterator[tuple[Any, list[ItemFields]]]:
        """The items with their fields, in order."""
        for section in self.checklist.sections:
            yield section, [self._fields(item) for item in section.items]

    def _fields(self, item: Item) -> ItemFields:
        names = ("", ".note", ".photographs", ".after", ".on_the_spot", ".major")
        bound: list[Any] = [self[f"{item.key}{name}"] for name in names]
        kept = [
            ",".join(map(str, self.kept.get(f"{item.key}.{name}", ()))) for name in ("photographs", "after")
        ]
        return ItemFields(item, *bound, *kept)


def _field(item: Item) -> forms.Field:
    """How an item is answered; the rules of inspecting say what is missing, so that all of it is said at once."""
    label = shown(item.ask.zh, item.ask.en)
    if item.kind is Kind.CHECK:
        return forms.ChoiceField(
            label=label, choices=list(OUTCOMES.items()), required=False, widget=forms.RadioSelect
        )
    if item.kind is Kind.CHOICE:
        choices = [(option.key, shown(option.title.zh, option.title.en)) for option in item.options]
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    if item.kind is Kind.READING:
        attrs = {"inputmode": "decimal"}
        return forms.CharField(
            label=label, max_length=20, required=False, widget=forms.TextInput(attrs=attrs)
        )
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
