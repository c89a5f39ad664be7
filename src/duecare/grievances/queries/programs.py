"""What other programs read: the categories, and how one case stands, to whoever shows its receipt's code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.core.errors import BadInput, NotFound
from duecare.grievances import versions
from duecare.grievances.matters import CASE
from duecare.grievances.models import Case, Hold, Step
from duecare.grievances.rules import Category, clocks
from duecare.grievances.rules.procedure import Words
from duecare.grievances.standing import path_of
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown
from duecare.receipts import queries as receipts
from duecare.web.templatetags.duecare import titled


@dataclass(frozen=True, slots=True)
class Stood:
    """How a case stands, without a word of it. Instants are UTC.

    :param due_at: of the step that is owed now; None when none is.
    """

    number: str
    ended: bool
    stage: str
    category: str
    category_key: str
    holder: str
    received_at: datetime
    changed_at: datetime
    due_at: datetime | None


def category(key: str) -> Category | None:
    """The category of that key."""
    return versions.shipped_categories().category(key)


def all_categories() -> Sequence[Category]:
    """Every category, in the order in which they are offered."""
    return versions.shipped_categories().categories


def category_groups() -> Sequence[tuple[str, Words]]:
    """The groups of categories."""
    return versions.shipped_categories().groups


def by_code(number: str, code: str, at: datetime) -> Stood | None:
    """How the case of that number stands; None when the code is not its own, or a clerk made it and nobody has it yet.

    A fixed number of statements for a wrong code, whatever is wrong with it.
    """
    try:
        receipt = receipts.find(code)
    except (BadInput, NotFound):
        return None
    if receipt.matter_kind != CASE or receipt.provisional:
        return None
    case = Case.objects.select_related("root", "procedure").filter(id=receipt.matter_id).first()
    return _stood(case, at) if case is not None and case.number == number.upper() else None


def _stood(case: Case, at: datetime) -> Stood:
    path = path_of(case, at)
    stage = clocks(path).stage
    holder = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None).select_related("unit").first()
    last = Step.objects.filter(case=case, seen_by_owner=True).order_by("-number").first()
    title, found = path.procedure.stage(path.stage).title, category(case.category)
    return Stood(
        number=case.number,
        ended=case.ended,
        stage=shown(title.zh, title.en),
        category=shown(found.title.zh, found.title.en) if found else case.category,
        category_key=case.category,
        holder=titled(holder.unit) if holder and holder.unit else "",
        received_at=case.received_at,
        changed_at=last.at if last else case.received_at,
        due_at=stage.due if stage else None,
    )
