"""Follow-up codes, of which only keyed hashes are kept."""

from __future__ import annotations

import uuid

from django.db import models


class Receipt(models.Model):
    """What lets somebody without an account see what became of a matter.

    ``digest`` is the keyed hash of the code, in hex; the code itself is nowhere. A ``provisional`` one was made in
    front of somebody else, a clerk: it opens nothing but the page where its owner makes another, whose hash is
    ``next_digest`` until they have kept it. Then the first one's stays as ``replaced_digest``: it opens nothing, and
    whoever types it is told that it was replaced, so that an owner learns if somebody was faster. The row goes when
    the matter's words go. There is no time and no author on it; its id is random, since it stands in a cookie.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)
    matter_kind = models.CharField(max_length=40)
    matter_id = models.UUIDField()
    provisional = models.BooleanField(default=False)
    next_digest = models.CharField(max_length=64, null=True)
    replaced_digest = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="receipt_digest_once"),
            models.UniqueConstraint(fields=["next_digest"], name="receipt_next_digest_once"),
            models.UniqueConstraint(fields=["replaced_digest"], name="receipt_replaced_digest_once"),
            models.CheckConstraint(
                condition=models.Q(next_digest=None) | models.Q(provisional=True),
                name="receipt_next_of_provisional",
            ),
            models.UniqueConstraint(fields=["matter_kind", "matter_id"], name="receipt_matter_once"),
        ]
