"""What somebody has to inspect now."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import local_date
from duecare.core.errors import NotFound
from duecare.inspections.models import Owed
from duecare.inspections.queries.current import current
from duecare.inspections.rules import Checklist
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.places.models import Place
from duecare.places.pages import Line, Part

INSPECT = "inspections.inspect"
MOST = 200
_AT_A_PLACE = 10


@dataclass(frozen=True, slots=True)
class DueInspection:
    """An inspection that is owed and open.

    :param title, title_en: of the programme.
    :param unit: the one to inspect; ``by_unit`` owes it.
    :param number: the how manieth of ``times`` in its window, ``first`` to ``last`` (local days).
    :param due_at: the latest at which the plan's sentence is kept; ``late`` once that has passed.
    :param checklists: keys; any of them counts.
    """

    obligation_id: uuid.UUID
    title: str
    title_en: str
    basis: str
    unit: Unit
    by_unit: Unit
    number: int
    times: int
    first: date
    last: date
    due_at: datetime
    late: bool
    checklists: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwedPage:
    """One inspection that is owed.

    :param over: whether the last day of its window has passed.
    :param may_inspect: whether the reader can make one now that may count for it.
    """

    obligation: Obligation
    owed: Owed
    checklists: Sequence[Checklist]
    over: bool
    may_inspect: bool


def due_for(by: Actor, at: datetime, *, unit: Unit | None = None) -> list[DueInspection]:
    """What the units in which ``by`` holds a post that inspects owe now, the earliest due first. One statement.

    :param unit: only what is to be inspected there.
    """
    homes = [post.unit_id for post in by.carrying(rights.all_rights()[INSPECT])]
    rows = Owed.objects.filter(
        obligation__debtor__in=homes,
        obligation__opened_at__isnull=False,
        obligation__opens_at__lte=at,
        obligation__closed_at=None,
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    rows = rows.select_related("obligation__debtor", "programme", "unit")
    return [_due(row, at) for row in rows.order_by("obligation__due_at", "unit__lineage", "number")[:MOST]]


def page(by: Actor, obligation_id: uuid.UUID, at: datetime) -> OwedPage:
    """One inspection that is owed. Three statements.

    :raises NotFound: there is none that the reader may see.
    """
    obligation = kernel.one(by, obligation_id)
    owed = Owed.objects.select_related("programme", "unit").filter(obligation=obligation_id).first()
    if owed is None:
        raise NotFound("no-obligation", _("There is no such duty."))
    known = [one.checklist for one in current()]
    counting = [one for one in known if one.key in owed.programme.checklists]
    homes = {post.unit_id for post in by.carrying(rights.all_rights()[INSPECT])}
    can = obligation.state == "open" and obligation.debtor_id in homes
    may = can and rights.may(by, INSPECT, owed.unit.lineage)
    return OwedPage(obligation, owed, counting, local_date(at, owed.programme.zone) > owed.last, may)


def at_place(by: Actor, place: Place, at: datetime) -> Part | None:
    """What the reader has to inspect in the unit of a place. One statement."""
    lines = [
        Line(
            _numbered(one), one.due_at, reverse("inspections:owed", args=[one.obligation_id]),
            gettext("Overdue; it can still be made good") if one.late else "", "list-check",
            "bad" if one.late else "quiet",
        )
        for one in due_for(by, at, unit=place.unit)[:_AT_A_PLACE]
    ]  # fmt: skip
    return Part(_("Inspections due here"), lines) if lines else None


def _numbered(one: DueInspection) -> str:
    title = shown(one.title, one.title_en)
    words = {"title": title, "n": one.number, "of": one.times}
    return gettext("%(title)s (%(n)d of %(of)d)") % words if one.times > 1 else title


def _due(row: Owed, at: datetime) -> DueInspection:
    programme, obligation = row.programme, row.obligation
    return DueInspection(
        obligation.id, programme.title, programme.title_en, obligation.basis, row.unit, obligation.debtor,
        row.number, row.of, row.first, row.last, obligation.due_at, at > obligation.due_at, programme.checklists,
    )  # fmt: skip
