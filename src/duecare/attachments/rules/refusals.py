"""The sentence for each refusal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.attachments.rules import limits
from duecare.core.errors import BadInput, Text

_KINDS = _("Photographs (JPEG, PNG, WebP, HEIC) and papers (PDF) can be attached, nothing else.")
_SMALLER = _("Take the photograph again at a lower resolution, or make it smaller.")
_PRINT = _("Print it to a new PDF and send that, or photograph it page by page.")

#: What the darkroom and the upload answer with: the sentence, and what to do about it.
_REFUSALS: dict[str, tuple[Text, Text | None]] = {
    "unknown-kind": (_KINDS, _("An office document can be saved as a PDF first.")),
    "empty": (_("The file is empty."), _("Choose it again.")),
    "damaged": (_("The file has not arrived whole, or is damaged."), _("Send it again.")),
    "too-big": (_("A file may have at most %(megabytes)s MB."), _("Make it smaller, or send it in parts.")),
    "too-much": (
        _("Files of more than %(together)s MB together can't be sent in one go."),
        _("Send them one after the other."),
    ),
    "too-many-pixels": (_("A photograph may have at most %(pixels)s million pixels."), _SMALLER),
    "too-many-webp": (
        _("A photograph in WebP may have at most %(webp)s million pixels."),
        _("Send it as JPEG."),
    ),
    "too-hard": (_("The file takes too much memory or time to read."), _SMALLER),
    "too-many-pages": (_("A paper may have at most %(pages)s pages."), _("Send it in parts.")),
    "locked": (_("This PDF is protected by a password."), _PRINT),
    "active": (_("This PDF holds more than pages: a script, an action or another file."), _PRINT),
    "no-room": (
        _("There is no room on the server's disk; the file was not kept."),
        _("Tell whoever runs the server, and send it again later."),
    ),
    "busy": (_("The server is busy with other photographs."), _("Send it again in a minute.")),
}
_STATUS = {"too-big": 413, "too-much": 413, "unknown-kind": 415, "no-room": 507, "busy": 503}


def refusal(code: str) -> BadInput:
    """The error for a refusal, of which ``code`` says why."""
    sentence, hint = _REFUSALS[code]
    return BadInput(
        f"attachment-{code}",
        sentence,
        hint=hint,
        where="file",
        status=_STATUS.get(code, 400),
        megabytes=limits.MOST_BYTES // limits.MEGABYTE,
        together=limits.MOST_AT_ONCE // limits.MEGABYTE,
        pixels=limits.MOST_PIXELS // 1_000_000,
        webp=limits.MOST_WEBP_PIXELS // 1_000_000,
        pages=limits.MOST_PAGES,
    )


def tidy_caption(text: str) -> str:
    """A caption on one line. :raises BadInput: when it is too long."""
    caption = " ".join(text.split())
    if len(caption) > limits.CAPTION_LENGTH:
        raise BadInput(
            "caption-too-long",
            _("A caption may have at most %(most)s characters."),
            where="caption",
            most=limits.CAPTION_LENGTH,
        )
    return caption
