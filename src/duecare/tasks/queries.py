"""What people see of tasks and meetings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.obligations.models import Obligation
from duecare.obligations.selection import units_meant
from duecare.orgs import rights
from duecare.orgs.models import User
from duecare.orgs.rules import Actor
from duecare.tasks.kinds import OF_SECTION
from duecare.tasks.models import Completion, Item
from duecare.tasks.rules import DEFAULT_FORM, occurrences


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task as its page shows it."""

    obligation: Obligation
    what: Any
    form: dict[str, str]
    completion: Completion | None
    completed_by: str
    may_complete: bool


def item_of(obligation: Obligation) -> Item | None:
    """The plan's item that an obligation comes from, also one no longer asked for."""
    programme, section, key = obligation.strand.split("/")
    return Item.objects.filter(programme=programme, section=section, key=key).first()


def form_of(obligation: Obligation) -> dict[str, str]:
    """What has to be said when it is done: ``note`` and ``headcount``, each none, optional or required."""
    item = item_of(obligation)
    return {**DEFAULT_FORM, **(item.terms["form"] if item else {})}


def page(*, obligation_id: uuid.UUID, by: Actor, at: datetime) -> TaskPage:
    """A task for those of its unit, of the units above it, and of the unit it is owed to.

    :raises NotFound: there is none that ``by`` may see.
    """
    obligation = (
        Obligation.objects.filter(id=obligation_id, kind__in=[k.key for k in OF_SECTION.values()])
        .select_related("debtor", "creditor")
        .first()
    )
    if obligation is None or not _visible(obligation, by):
        raise NotFound("task-unknown", _("There is no such task."))
    item = item_of(obligation)
    completion = Completion.objects.filter(obligation=obligation).first()
    author = User.objects.filter(id=completion.by_user).first() if completion and completion.by_user else None
    opened = obligation.opened_at is not None or at >= obligation.opens_at
    return TaskPage(
        obligation,
        item.terms["what"] if item else "",
        {**DEFAULT_FORM, **(item.terms["form"] if item else {})},
        completion,
        author.name if author else "",
        obligation.closed_at is None and opened and rights.may(by, "tasks.complete", obligation.lineage),
    )


def _visible(obligation: Obligation, by: Actor) -> bool:
    return any(
        rights.may(by, "tasks.see", lineage) for lineage in (obligation.lineage, obligation.creditor.lineage)
    )


def falling_due(section: str, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
    """What falls due on these local days, computed without writing, in the order of the plan."""
    items = Item.objects.filter(programme=programme, section=section, ended_at=None).order_by("position")
    for item in items:
        slots = [o for o in occurrences(item.terms) if first <= o.slot <= last]
        debtors = units_meant(item.root_id, item.terms["owed_by"])
        units = debtors.count() if slots else 0
        for occurrence in slots:
            yield {
                "due_at": occurrence.due_at,
                "opens_at": occurrence.opens_at,
                "slot": occurrence.slot,
                "title": item.terms["title"],
                "title_en": item.terms["title_en"],
                "basis": item.terms["basis"],
                "kind": OF_SECTION[section].key,
                "strand": item.strand,
                "units": units,
                "debtors": debtors.values("id"),
                "post": item.terms["post"],
            }
