"""Choosing photographs and papers, without JavaScript too."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duecare.attachments.actions import Drawn, develop, draw
from duecare.attachments.rules.limits import CAPTION_LENGTH
from duecare.core.errors import BadInput

#: What browsers offer to choose. It is a help for people; what comes is judged by its content.
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif,application/pdf"


class Chooser(forms.FileInput):
    """Two inputs of one name: one opens the camera of a phone, the other chooses any number of files."""

    allow_multiple_selected = True
    use_fieldset = True
    template_name = "attachments/chooser.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows."""
        context = super().get_context(name, value, attrs)
        context["accepted"] = ACCEPTED
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Every file of that name, of both inputs."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name) or [])

    def use_required_attribute(self, initial: Any) -> bool:
        """One of the two inputs stays empty."""
        return False


class AttachmentsField(forms.Field):
    """Photographs and papers; its clean value is a list of :class:`duecare.attachments.actions.Developed`.

    They are read when the form is cleaned, so a view asks for the right to the matter before, and what can't be taken
    stands beside the field as a sentence. Hand the list to :func:`duecare.attachments.actions.keep_all`.

    :param most: how many may come at once.
    """

    widget = Chooser
    default_error_messages = {
        "required": _("Choose a photograph or a paper."),
        "most": _("At most %(most)s photographs and papers can be sent at once."),
    }

    def __init__(self, *, most: int = 12, **options: Any) -> None:
        options.setdefault("label", _("Photographs and papers"))
        options.setdefault(
            "help_text",
            _("Photographs or PDF. Place and device are removed. Photograph the thing, not people."),
        )
        super().__init__(**options)
        self.most = most

    def take(self, file: UploadedFile) -> Any:
        """Read one. :raises BadInput: it can't be taken."""
        return develop(file=file)

    def clean(self, value: Sequence[UploadedFile]) -> list[Any]:
        """Read each. :raises ValidationError: with a sentence for each that can't be taken."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(value) > self.most:
            raise ValidationError(self.error_messages["most"], code="most", params={"most": self.most})
        developed, wrong = [], []
        for file in value:
            try:
                developed.append(self.take(file))
            except BadInput as error:
                named = f"{file.name}: " if len(value) > 1 and file.name else ""
                wrong.append(
                    ValidationError(f"{named}{error.message} {error.hint or ''}".strip(), code=error.code)
                )
        if wrong:
            raise ValidationError(wrong)
        return developed


class VeiledField(AttachmentsField):
    """The same for what is to be sealed; its clean value is a list of :class:`duecare.attachments.actions.Drawn`.

    The page's address has to be declared with :func:`duecare.attachments.veiled.register`.
    """

    def take(self, file: UploadedFile) -> Drawn:
        """Read one, in memory. :raises BadInput: it can't be taken."""
        return draw(file=file)


class AttachmentsForm(forms.Form):
    """A part of a module's form: what is attached, one caption, and the number that makes a second click harmless.

    Inherit from it beside the module's own form; pass ``photographs``, ``caption`` and ``batch`` on to
    :func:`duecare.attachments.actions.keep_all`. The page's form element says ``enctype="multipart/form-data"``.
    """

    photographs = AttachmentsField(required=False)
    caption = forms.CharField(
        label=_("What they show"),
        max_length=CAPTION_LENGTH,
        required=False,
        help_text=_("At most 200 characters. No names of persons."),
    )
    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
