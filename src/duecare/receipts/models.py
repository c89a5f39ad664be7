"""Follow-up codes, of which only keyed hashes are kept."""

from __future__ import annotations

import uuid

from django.db import models


class Receipt(models.Model):
    """What lets somebody without an account see what became of a matter.

    ``digest`` is the keyed hash of the code, in hex; the code itself is nowhere. The row goes when the matter's words
    go. There is no time and no author on it; its id is random, since it stands in a cookie.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)
    matter_kind = models.CharField(max_length=40)
    matter_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="receipt_digest_once"),
            models.UniqueConstraint(fields=["matter_kind", "matter_id"], name="receipt_matter_once"),
        ]
