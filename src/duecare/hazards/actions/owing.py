"""What each open step of a hazard makes somebody owe."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.core.calendar import local_date
from duecare.hazards import terms
from duecare.hazards.actions.held import above
from duecare.hazards.kinds import COMMIT, RECTIFY
from duecare.hazards.ladders import LADDERS, told_first
from duecare.hazards.models import Hazard, Owed
from duecare.obligations import actions as kernel
from duecare.obligations import kinds
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM, Actor


def owe(
    hazard: Hazard,
    kind: str,
    *,
    debtor: Unit,
    creditor: Unit,
    because: uuid.UUID,
    due_at: datetime,
    at: datetime,
    opens_at: datetime | None = None,
    post: str = "leader",
    asked: bool = False,
) -> Obligation:
    """Let a unit owe a step. ``because`` is the id of what it comes from, a step or a request.

    :param asked: whether it answers a question of the level above, which is not told first then.
    """
    draft = draft_of(
        hazard, kind, debtor=debtor, creditor=creditor, because=because, due_at=due_at, opens_at=opens_at or at,
        post=post, ladder_id=ladder_for(hazard, kind, asked=asked), titles=titles_of(hazard, kind),
    )  # fmt: skip
    kernel.open_many(drafts=[draft], at=at)
    row = Obligation.objects.get(origin=draft.origin)
    Owed.objects.get_or_create(obligation=row, defaults={"hazard": hazard, "kind": kind})
    return row


def draft_of(
    hazard: Hazard,
    kind: str,
    *,
    debtor: Unit,
    creditor: Unit,
    because: uuid.UUID,
    due_at: datetime,
    opens_at: datetime,
    post: str,
    ladder_id: str,
    titles: tuple[str, str],
) -> Draft:
    """What a step makes a unit owe, before the kernel has a row for it."""
    programme, basis = terms.source(hazard.terms, hazard.level)
    return Draft(
        kind=kind, origin=f"{kind}/{hazard.id}/{because}", root_id=hazard.root_id, debtor_id=debtor.id,
        lineage=debtor.lineage, creditor_id=creditor.id, title=titles[0], title_en=titles[1],
        strand=f"hazards/{hazard.level}/{kind.partition('.')[2]}", slot=local_date(due_at, hazard.unit.zone),
        opens_at=min(opens_at, due_at), due_at=due_at, ladder_id=ladder_id, post=post, programme=programme, basis=basis,
    )  # fmt: skip


def titles_of(hazard: Hazard, kind: str) -> tuple[str, str]:
    """What a step of a hazard is called, in Chinese and in English."""
    with override("zh-hans"):
        title = _title(hazard, kind, english=False)
    with override("en"):
        return title[:160], _title(hazard, kind, english=True)[:200]


def ladder_for(hazard: Hazard, kind: str, *, asked: bool = False) -> str:
    """The ladder of a step: the plan's that binds the hazard, or the usual one. Keeps it where it is new."""
    step = terms.ANSWER if asked else kind.partition(".")[2]
    found = terms.ladder(hazard.terms, hazard.level, step)
    if found is not None:
        return found
    steps = LADDERS[kind]
    if kind == COMMIT.key and not asked:
        steps = told_first(terms.to_commit(hazard.terms), steps)
    return kernel.freeze_ladder(steps)


def owe_rectification(hazard: Hazard, because: uuid.UUID, at: datetime, post: str = "leader") -> Obligation:
    """The unit owes it to the level above, by the hazard's deadline; one that is past is missed."""
    return owe(
        hazard, RECTIFY.key, debtor=hazard.unit, creditor=above(hazard.unit), because=because, due_at=hazard.due_at,
        opens_at=hazard.opened_at, at=at, post=post,
    )  # fmt: skip


def still_owed(hazard: Hazard, *wanted: str) -> list[Obligation]:
    """What is open of these kinds; of all when none is named."""
    found = Owed.objects.filter(hazard=hazard, obligation__closed_at=None).select_related("obligation")
    if wanted:
        found = found.filter(kind__in=wanted)
    return [owed.obligation for owed in found.order_by("obligation_id")]


def first_due(hazard: Hazard, kind: str) -> datetime | None:
    """By when a step of that kind was owed first since the hazard was opened; None when it was not."""
    found = Owed.objects.filter(hazard=hazard, kind=kind, obligation__opens_at__gte=hazard.opened_at)
    return found.order_by("obligation_id").values_list("obligation__due_at", flat=True).first()


def done(hazard: Hazard, *wanted: str, by: Actor, at: datetime) -> None:
    """End what is open of these kinds as done."""
    for row in still_owed(hazard, *wanted):
        kernel.discharge(obligation_id=row.id, by=by, at=at)


def let_off(hazard: Hazard, *wanted: str, at: datetime, why: str) -> None:
    """End what is open of these kinds, as no longer owed; a miss stays."""
    for row in still_owed(hazard, *wanted):
        kernel.waive(obligation_id=row.id, by=SYSTEM, at=at, why=why)


def _title(hazard: Hazard, kind: str, *, english: bool) -> str:
    """Kind and place, or what it is about: no words of anybody's."""
    place = hazard.place
    where = ((place.name_en if english else "") or place.name) if place else hazard.get_category_display()
    return _("%(step)s: %(where)s") % {"step": kinds.get(kind).label, "where": where}
