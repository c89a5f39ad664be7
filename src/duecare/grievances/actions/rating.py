"""Ratings on their way to those who handle cases: sealed one by one, told by tens (domain.md §4, rule 3)."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from duecare.grievances.matters import RATINGS
from duecare.grievances.models import Case, Hold, RatingGroup, SealedRating, Step
from duecare.grievances.rules import RATED_TOGETHER
from duecare.grievances.vocabulary import HoldRole
from duecare.orgs.models import Unit
from duecare.vault import actions as vault
from duecare.vault.rules import months
from duecare.vault.rules.openings import Opening, Purpose
from duecare.vault.rules.refusals import Locked
from duecare.vault.sealing import seal

_FIELD = "stars"


def keep_rating(case: Case, step: Step, stars: int, at: datetime) -> None:
    """Put the case's first rating among those of the unit that handles it; a later one is the owner's to read alone.

    One owner could fill a group otherwise. It works while the vault is locked.
    """
    if Step.objects.filter(case=case, act=step.act).exclude(id=step.id).exists():
        return
    handling = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None, unit__isnull=False).first()
    if handling is None or handling.unit_id is None:
        return
    group = _open_group(handling.unit_id, case, at)
    row = SealedRating(group=group)
    key = vault.key_of(matter_kind=RATINGS, matter_id=group.id)
    row.value = seal(key=key, field=_FIELD, row=row.id, plain=str(stars))
    row.save(force_insert=True)
    _fold(group, at)


def put_together(at: datetime) -> int:
    """Make figures of the groups that became whole while the vault was locked. :returns: how many there are."""
    whole = RatingGroup.objects.filter(fives=None).annotate(n=Count("waiting")).filter(n=RATED_TOGETHER)
    for group_id in list(whole.values_list("id", flat=True)):
        with transaction.atomic():
            _fold(RatingGroup.objects.select_for_update().get(id=group_id), at)
    return whole.count()


def forget_ratings(at: datetime) -> int:
    """Forget what did not make ten by the end of its month; its key is gone with the month.

    :returns: how many groups.
    """
    month = months.current(at, settings.TIME_ZONE)
    with transaction.atomic():
        over = list(RatingGroup.objects.select_for_update().filter(fives=None, keep_until__lt=month))
        SealedRating.objects.filter(group__in=over).delete()
        RatingGroup.objects.filter(id__in=[group.id for group in over]).delete()
    return len(over)


def _open_group(unit_id: uuid.UUID, case: Case, at: datetime) -> RatingGroup:
    """The unit's group that has room, held; a new one with a key of its own where there is none."""
    Unit.objects.select_for_update(no_key=True).get(id=unit_id)  # one group is begun, by one at a time
    month = months.current(at, settings.TIME_ZONE)
    groups = RatingGroup.objects.filter(unit=unit_id)
    last = groups.annotate(n=Count("waiting")).order_by("-number").first()
    if last is not None and last.fives is None and last.keep_until >= month and last.n < RATED_TOGETHER:
        return last
    group = RatingGroup.objects.create(
        unit_id=unit_id, number=last.number + 1 if last else 1, keep_until=case.keep_until
    )
    vault.make_key(matter_kind=RATINGS, matter_id=group.id, root=case.root_id, month=case.keep_until, at=at)
    return group


def _fold(group: RatingGroup, at: datetime) -> None:
    """Ten become five figures, and the ten are deleted. What is locked waits for the clock's turn."""
    rows = list(group.waiting.all())
    if len(rows) < RATED_TOGETHER or group.fives is not None:
        return
    opening = Opening(uuid.uuid4(), RATINGS, group.id, Purpose.COMPARING, at + timedelta(minutes=1))
    try:
        opened = vault.open_matter(opening=opening, at=at)
    except Locked:
        return
    stars = Counter(
        str(opened.unseal(sealed=bytes(row.value), field=_FIELD, row=row.id, at=at)) for row in rows
    )
    group.fives, group.fours, group.threes, group.twos, group.ones = (stars[str(n)] for n in (5, 4, 3, 2, 1))
    group.save(update_fields=["fives", "fours", "threes", "twos", "ones"])
    group.waiting.all().delete()
