"""Which receipt a code opens."""

from __future__ import annotations

import hmac
import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, NotFound
from duecare.receipts import rules
from duecare.receipts.codes import digest_of
from duecare.receipts.models import Receipt


def find(code: str) -> Receipt:
    """The receipt of a code, however it was typed. One statement, for a wrong code as for a right one.

    :raises BadInput: it is no whole code: something was mistyped or left out.
    :raises NotFound: there is none, or its time is over; which of the two is not said. Or it was replaced, and says so.
    """
    code = rules.tidy(code)
    if not rules.is_whole(code):
        raise BadInput(
            "receipt-mistyped",
            _("Something in the code is mistyped or missing. It has seven groups of three characters."),
            where="code",
        )
    digest = digest_of(code)
    found = Receipt.objects.filter(
        Q(digest=digest) | Q(next_digest=digest) | Q(replaced_digest=digest)
    ).first()
    if found is not None and hmac.compare_digest(found.replaced_digest or "", digest):
        raise replaced()
    if found is None or not any(
        hmac.compare_digest(one or "", digest) for one in (found.digest, found.next_digest)
    ):
        raise NotFound(
            "receipt-unknown",
            _("This code opens nothing: it was never given out, or what it belonged to has been erased."),
        )
    return found


def replaced() -> NotFound:
    """The answer to a code that another took the place of."""
    return NotFound(
        "receipt-replaced", _("This code has been replaced. If that was not you, tell the level above.")
    )


def was_offered(receipt: Receipt, code: str) -> bool:
    """Whether it is the code that is to replace a provisional one: whoever types it has kept it."""
    return receipt.next_digest is not None and hmac.compare_digest(
        receipt.next_digest, digest_of(rules.tidy(code))
    )


def standing(receipt_id: uuid.UUID) -> Receipt | None:
    """The receipt that a browser was let in with, while it is there. One statement."""
    return Receipt.objects.filter(id=receipt_id).first()
