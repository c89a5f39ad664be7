"""The row of one report due, locked, with what its acts need to know."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Delta
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.reports.models import FormVersion, Round
from duecare.reports.rules import Form, form_from

KIND = "reports.report"


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is or was owed; its row is locked until the transaction ends."""

    row: Obligation
    round_id: uuid.UUID
    form_id: str

    @property
    def form(self) -> Form:
        """The form that this round asks for."""
        return form_of(self.form_id)

    def deltas(self, measures: dict[str, int], lineage: str) -> list[Delta]:
        """Amounts for the tallies of the round, at the unit and above as the tree was."""
        row = self.row
        return [Delta(lineage, row.kind, row.strand, row.slot, name, n) for name, n in measures.items()]


def hold_report(obligation_id: uuid.UUID, by: Actor) -> Held:
    """Lock a report due; one statement.

    :raises NotFound: there is none, or none of the actor's posts may know of it.
    """
    same = Round.objects.filter(strand=OuterRef("strand"), slot=OuterRef("slot"))
    row: Any = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("debtor")
        .annotate(round_id=Subquery(same.values("pk")[:1]), round_form=Subquery(same.values("form")[:1]))
        .filter(pk=obligation_id, kind=KIND)
        .first()
    )
    if row is None or row.round_id is None or not may_know(by, row.debtor.lineage):
        raise no_such_report()
    return Held(row, row.round_id, row.round_form)


def may_know(by: Actor, lineage: str) -> bool:
    """Whether the actor may see the reports of the unit: those who file them, and those above who read them."""
    return rights.may(by, "reports.file", lineage) or rights.may(by, "reports.read", lineage)


def no_such_report() -> NotFound:
    """The same answer for what does not exist and for what is another's."""
    return NotFound("reports.not-found", _("There is no such report."))


@lru_cache(maxsize=256)
def form_of(form_id: str) -> Form:
    """A version of a form; it never changes, so it is read once in a process."""
    return form_from(FormVersion.objects.get(pk=form_id).fields)
