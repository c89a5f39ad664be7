"""Which receipt a code opens."""

from __future__ import annotations

import hmac
import uuid

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, NotFound
from duecare.receipts import rules
from duecare.receipts.codes import digest_of
from duecare.receipts.models import Receipt


def find(code: str) -> Receipt:
    """The receipt of a code, however it was typed. One statement, for a wrong code as for a right one.

    :raises BadInput: it is no whole code: something was mistyped or left out.
    :raises NotFound: there is none, or its time is over; which of the two is not said.
    """
    code = rules.tidy(code)
    if not rules.is_whole(code):
        raise BadInput(
            "receipt-mistyped",
            _("Something in the code is mistyped or missing. It has seven groups of three characters."),
            where="code",
        )
    digest = digest_of(code)
    found = Receipt.objects.filter(digest=digest).first()
    if found is None or not hmac.compare_digest(found.digest, digest):
        raise NotFound(
            "receipt-unknown",
            _("This code opens nothing: it was never given out, or what it belonged to has been erased."),
        )
    return found


def standing(receipt_id: uuid.UUID) -> Receipt | None:
    """The receipt that a browser was let in with, while it is there. One statement."""
    return Receipt.objects.filter(id=receipt_id).first()
