"""Publishing what a public body owed and did: once a quarter, by the clock, and never changed afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from duecare.audit.actions import record
from duecare.core.calendar import local_date
from duecare.grievances.models import Case, Owed, PublishedFigure, Step
from duecare.grievances.rules import Path
from duecare.grievances.rules.published import Quarter, all_over, published
from duecare.grievances.standing import path_of
from duecare.orgs.models import Unit

_BATCH = 500


def publish(at: datetime) -> int:
    """Publish the quarters of every body that takes cases that are over and not published yet. :returns: how many."""
    done = 0
    for root in Unit.objects.filter(parent=None, closed_at=None):
        first = Case.objects.filter(root=root).aggregate(at=Min("received_at"))["at"]
        if first is None:
            continue
        there = set(PublishedFigure.objects.filter(root=root).values_list("quarter", flat=True))
        for quarter in all_over(local_date(first, root.zone), at, root.zone):
            if quarter.first not in there:
                done += _publish(root, quarter, at)
    return done


@transaction.atomic
def _publish(root: Unit, quarter: Quarter, at: datetime) -> int:
    """All figures of a quarter, or none: small counts are left out before anything is written."""
    since, until = quarter.instants(root.zone)
    shares = published(_paths(root, since, until, at), since, until)
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            root=root, quarter=quarter.first, figure=figure, published_at=at,
            part=share.part if share else None, whole=share.whole if share else None,
        )
        for figure, share in shares.items()
    )  # fmt: skip
    record(
        root=root.id, verb="grievances.published", object_kind="case-figures", object_id=uuid.uuid4(), at=at,
        actor=None, post=None, details={"quarter": quarter.first.isoformat()},
    )  # fmt: skip
    return 1


def _paths(root: Unit, since: datetime, until: datetime, at: datetime) -> Iterator[Path]:
    """Every case in which something happened, or fell due undone, in the quarter."""
    acted = Step.objects.filter(at__gte=since, at__lt=until).values("case")
    missed = Owed.objects.filter(obligation__missed_at__gte=since, obligation__missed_at__lt=until).values(
        "case"
    )
    cases = Case.objects.filter(Q(id__in=acted) | Q(id__in=missed), root=root, received_at__lt=until)
    for case in cases.select_related("root", "procedure").iterator(_BATCH):
        yield path_of(case, at)
