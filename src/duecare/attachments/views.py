"""Pictures and papers, to those who may see their matter, and no other way."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.attachments import queries, store
from duecare.attachments.models import Attachment
from duecare.core.errors import NotFound
from duecare.orgs.requests import Request
from duecare.web.sheets import guard


@require_safe
@login_required
def show(request: Request, attachment_id: uuid.UUID) -> FileResponse:
    """The photograph, or the paper as a download."""
    return answer(queries.one(attachment_id=attachment_id, by=request.actor))


@require_safe
@login_required
def show_thumbnail(request: Request, attachment_id: uuid.UUID) -> FileResponse:
    """The photograph, small."""
    return answer(queries.one(attachment_id=attachment_id, by=request.actor), small=True)


def answer(attachment: Attachment, *, small: bool = False) -> FileResponse:
    """The bytes of an attachment that whoever asks may see: for views that have asked, such as those of a receipt.

    The browser is told to keep it nowhere, to take it for nothing else than it is, and to run nothing in it.

    :raises NotFound: it was forgotten, its file is not there, or it has no thumbnail.
    """
    try:
        if not attachment.file or (small and not attachment.is_photograph):
            raise FileNotFoundError
        file = store.path_of(attachment.file, small=small).open("rb")
    except FileNotFoundError:
        raise NotFound("attachment-gone", _("This photograph or paper is no longer there.")) from None
    kind, ending = ("image/jpeg", "jpg") if attachment.is_photograph else ("application/pdf", "pdf")
    response = FileResponse(
        file,
        content_type=kind,
        as_attachment=not attachment.is_photograph,
        filename=f"{attachment.kind}-{attachment.number}.{ending}",
    )
    guard(response)
    return response
