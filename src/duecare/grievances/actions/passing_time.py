"""What time does to cases: withdrawals take effect, and at the end of its retention month a case is forgotten."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from duecare.audit.actions import record
from duecare.grievances.actions.acting import keep_stage, lock
from duecare.grievances.actions.finding import forget_findable, tidy
from duecare.grievances.actions.listing import keep_listed
from duecare.grievances.actions.owing import end
from duecare.grievances.actions.publishing import publish
from duecare.grievances.actions.rating import forget_ratings, put_together
from duecare.grievances.actions.registering import OBJECT
from duecare.grievances.matters import CASE, IDENTITY, INQUIRY
from duecare.grievances.models import Case, Findable, Inquiry, Look, Paper, Sealed, SealedIdentity, Step
from duecare.grievances.rules import Role, clocks
from duecare.grievances.standing import path_of
from duecare.orgs.rules import SYSTEM
from duecare.receipts import actions as receipts
from duecare.vault import actions as vault
from duecare.vault.rules import months

_BATCH = 200
#: Months by which a case that is not over is kept longer.
KEPT_LONGER = 6


def schedule(at: datetime, _until: datetime) -> int:
    """The module's turn of the clock. It makes no obligations by itself: acts and time do."""
    let_time_act(at)
    keep_open_ones(at)
    forget_cases(at)
    publish(at)
    put_together(at)
    forget_ratings(at)
    return 0


def let_time_act(at: datetime) -> int:
    """Let waits that are over take effect. :returns: for how many cases."""
    due = list(
        Case.objects.filter(time_acts_at__lt=at, forgotten_at=None).values_list("id", flat=True)[:_BATCH]
    )
    for case_id in due:
        _act(case_id, at)
    return len(due)


@transaction.atomic
def _act(case_id: uuid.UUID, at: datetime) -> None:
    case = lock(case_id)
    path = path_of(case, at)
    last = Step.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    known = set(Step.objects.filter(case=case, role=Role.TIME).values_list("act", "at"))
    for event in path.done:
        if event.role is Role.TIME and (event.act, event.at) not in known:
            last += 1
            Step.objects.create(
                case=case, number=last, act=event.act, at=event.at, role=Role.TIME, client_id=uuid.uuid4()
            )
            record(
                root=case.root_id, verb="grievances.time", object_kind=OBJECT, object_id=case.id, at=at, actor=None,
                post=None, details={"act": event.act},
            )  # fmt: skip
    for clock in clocks(path).ended:
        end(case, clock, SYSTEM, at)
    keep_stage(case, path)
    keep_listed(case)


def keep_open_ones(at: datetime) -> int:
    """Keep what is not over yet for six months more, a month before its keys would be destroyed.

    While the vault is locked nothing can be kept longer, and nothing is destroyed either: both need its key file.

    :returns: for how many cases.
    """
    month = months.after(months.current(at, settings.TIME_ZONE))
    later = months.after(month, KEPT_LONGER)
    due = Case.objects.filter(keep_until__lte=month, ended=False, forgotten_at=None).values_list(
        "id", flat=True
    )
    count = 0
    for case_id in list(due[:_BATCH]):
        with transaction.atomic():
            case = lock(case_id)
            for key in (CASE, IDENTITY):
                vault.rewrap(
                    key=vault.key_of(matter_kind=key, matter_id=case.id), month=later, by=SYSTEM, at=at
                )
            for inquiry in Inquiry.objects.filter(case=case):
                key_of_it = vault.key_of(matter_kind=INQUIRY, matter_id=inquiry.id)
                vault.rewrap(key=key_of_it, month=later, by=SYSTEM, at=at)
            case.keep_until = later
            case.save(update_fields=["keep_until"])
        count += 1
    return count


def forget_cases(at: datetime) -> int:
    """Forget cases whose retention month is over: the receipt, every sealed value and the subject; that it was stays.

    The keys are destroyed by the vault's own turn; what has no key can be read by nobody, and what has no value need
    not be. :returns: how many.
    """
    month = months.current(at, settings.TIME_ZONE)
    over = Case.objects.filter(keep_until__lt=month, ended=True, forgotten_at=None)
    due = list(over.values_list("id", flat=True)[:_BATCH])
    if due:
        # What finds them goes first, and for good: until it is gone they count as still to be forgotten.
        while found := list(over.filter(findable__isnull=False).values_list("id", flat=True)[:_BATCH]):
            forget_findable(found)
        tidy()
    for case_id in due:
        _forget(case_id, at)
    return len(due)


@transaction.atomic
def _forget(case_id: uuid.UUID, at: datetime) -> None:
    case = lock(case_id)
    receipts.close(matter_kind=CASE, matter_ids=[case.id])
    for written in (Sealed, Paper):
        written._default_manager.filter(step__case=case).delete()
    for model in (SealedIdentity, Look, Inquiry, Findable):
        model._default_manager.filter(case=case).delete()
    case.subject, case.forgotten_at = "", at
    case.save(update_fields=["subject", "forgotten_at"])
    record(
        root=case.root_id, verb="grievances.forgotten", object_kind=OBJECT, object_id=case.id, at=at, actor=None,
        post=None, details={},
    )  # fmt: skip
