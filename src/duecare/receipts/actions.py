"""The only writers of receipts. A module calls them in its own transaction, and its own act is on record."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from duecare.core.ids import random_token
from duecare.receipts import rules
from duecare.receipts.codes import digest_of
from duecare.receipts.models import Receipt


def issue(*, matter_kind: str, matter_id: uuid.UUID) -> str:
    """Make the code of a matter. It is given out here and never again; what is kept is a keyed hash.

    :param matter_kind: one that a module has registered with :func:`duecare.receipts.pages.register`.
    :returns: the code as it is shown, in groups.
    :raises django.db.IntegrityError: the matter has one already.
    """
    code = rules.with_check(random_token(rules.BITS))
    Receipt.objects.create(digest=digest_of(code), matter_kind=matter_kind, matter_id=matter_id)
    return rules.grouped(code)


def close(*, matter_kind: str, matter_ids: Collection[uuid.UUID]) -> int:
    """Delete the hashes of matters whose time is over: their codes open nothing any more.

    :returns: how many there were.
    """
    gone, _by_model = Receipt.objects.filter(matter_kind=matter_kind, matter_id__in=matter_ids).delete()
    return gone
