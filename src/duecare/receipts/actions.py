"""The only writers of receipts. A module calls them in its own transaction, and its own act is on record."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.core.ids import random_token
from duecare.receipts import queries, rules
from duecare.receipts.codes import digest_of
from duecare.receipts.models import Receipt
from duecare.web import rows


def issue(*, matter_kind: str, matter_id: uuid.UUID, provisional: bool = False) -> str:
    """Make the code of a matter. It is given out here and never again; what is kept is a keyed hash.

    :param matter_kind: one that a module has registered with :func:`duecare.receipts.pages.register`.
    :param provisional: somebody else sees it too; its owner replaces it before it opens anything.
    :returns: the code as it is shown, in groups.
    :raises django.db.IntegrityError: the matter has one already; at the end of a block that waits for no answer.
    """
    code = rules.with_check(random_token(rules.BITS))
    rows.insert(
        Receipt(digest=digest_of(code), matter_kind=matter_kind, matter_id=matter_id, provisional=provisional)
    )
    return rules.grouped(code)


@transaction.atomic
def offer_own(*, receipt_id: uuid.UUID) -> str:
    """Make the code that replaces a provisional one, and give it out, this once.

    Until it is kept the old one leads here again, so a lost answer loses nothing; an offer that was not kept is gone
    with the next.

    :returns: the code as it is shown.
    :raises NotFound: the receipt is gone, or its code was replaced.
    """
    receipt = _provisional(receipt_id)
    code = rules.with_check(random_token(rules.BITS))
    receipt.next_digest = digest_of(code)
    receipt.save(update_fields=["next_digest"])
    return rules.grouped(code)


@transaction.atomic
def keep_own(*, receipt_id: uuid.UUID, code: str) -> Receipt:
    """Let the new code open the matter and the old one nothing, in one step.

    :raises NotFound: the receipt is gone, or its code was replaced. :raises Conflict: another was offered since.
    """
    receipt = _provisional(receipt_id)
    if receipt.next_digest is None or not hmac.compare_digest(
        receipt.next_digest, digest_of(rules.tidy(code))
    ):
        raise Conflict("receipt-not-offered", _("Another code was made since. Make one more, and keep that."))
    receipt.replaced_digest, receipt.digest = receipt.digest, receipt.next_digest
    receipt.next_digest, receipt.provisional = None, False
    receipt.save(update_fields=["digest", "next_digest", "replaced_digest", "provisional"])
    return receipt


def _provisional(receipt_id: uuid.UUID) -> Receipt:
    receipt = Receipt.objects.select_for_update().filter(id=receipt_id, provisional=True).first()
    if receipt is None:
        raise queries.replaced()
    return receipt


def close(*, matter_kind: str, matter_ids: Collection[uuid.UUID]) -> int:
    """Delete the hashes of matters whose time is over: their codes open nothing any more.

    :returns: how many there were.
    """
    gone, _by_model = Receipt.objects.filter(matter_kind=matter_kind, matter_id__in=matter_ids).delete()
    return gone
