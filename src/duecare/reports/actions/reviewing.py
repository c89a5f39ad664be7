"""Saying that one has looked."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from duecare.audit.actions import record
from duecare.orgs.rules import Actor
from duecare.reports.actions.held import hold_report
from duecare.reports.actions.questions import above
from duecare.reports.actions.refusals import not_filed_yet
from duecare.reports.models import Review, Submission


def review_report(*, obligation_id: uuid.UUID, by: Actor, at: datetime) -> Review:
    """Note that the level above has looked at the version that counts; again is harmless.

    :raises NotAllowed: the actor answers for no unit above.
    :raises Conflict: it was not filed yet.
    """
    with transaction.atomic():
        held = hold_report(obligation_id, by)
        post = above(by, "reports.read", held.debtor_lineage)
        latest = Submission.objects.filter(obligation=held.row, latest=True).first()
        if latest is None:
            raise not_filed_yet()
        review, new = Review.objects.get_or_create(
            submission=latest, user_id=by.user_id, defaults={"post_id": post.post_id, "at": at}
        )
        if new:
            record(
                root=held.row.root_id,
                verb="reports.reviewed",
                object_kind="obligation",
                object_id=held.row.pk,
                at=at,
                actor=by.user_id,
                post=post.post_id,
                details={"origin": held.row.origin, "version": latest.version},
            )
    return review
