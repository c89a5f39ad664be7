"""Making the keys of months ahead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from duecare.vault import cipher, keyfile
from duecare.vault.models import MonthKey
from duecare.vault.queries.standing import require_same
from duecare.vault.rules import months
from duecare.vault.rules.refusals import refusal


def prepare(*, at: datetime) -> int:
    """Make key pairs for this month and 36 more, where they are missing. Twice at once is harmless.

    The private key is on disk before the public one can be used. A key file that is lost is never replaced by a new
    one: that would hide the loss.

    :returns: for how many months public keys were added.
    :raises Locked: there are months already whose key file is missing, damaged or another's.
    :raises OSError: the key file can't be written.
    """
    with keyfile.held() as file:
        fresh = not file.exists() and not MonthKey.objects.standing().exists()
        keys = {} if fresh else keyfile.read(file)
        require_same(keys, MonthKey.objects.standing())
        wanted = set(months.wanted(at, settings.TIME_ZONE))
        missing = wanted - set(MonthKey.objects.values_list("month", flat=True))
        made = {(month, 1): cipher.new_key() for month in missing if (month, 1) not in keys}
        if made:
            keyfile.replace(file, keys | made)
        keys |= made
        publish([(month, 1) for month in sorted(missing)], keys, at)
    return len(missing)


def publish(which: Collection[tuple[object, int]], keys: keyfile.Keys, at: datetime) -> None:
    """Add the public halves of these keys, each proved to match what the key file holds.

    :raises Locked: one does not.
    """
    rows = []
    for (month, generation), private in keys.items():
        if (month, generation) not in which:
            continue
        public = cipher.public_of(private)
        if not cipher.match(private, public):
            raise refusal("other-keys", month=months.written(month))
        rows.append(MonthKey(month=month, generation=generation, public=public, made_at=at))
    MonthKey.objects.bulk_create(rows)
