"""The row of one report due, locked, with what its acts need to know."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.db import connection
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Delta
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.reports.models import FormVersion, Round
from duecare.reports.rules import Form, form_from
from duecare.web import rows

KIND = "reports.report"
_MOST_ROUNDS = 1000
_rounds: dict[tuple[uuid.UUID, str, date], tuple[uuid.UUID, str]] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is or was owed; its row is locked until the transaction ends."""

    row: Obligation
    round_id: uuid.UUID
    form_id: str
    debtor_lineage: str

    @property
    def form(self) -> Form:
        """The form that this round asks for."""
        return form_of(self.form_id)

    def deltas(self, measures: dict[str, int], lineage: str) -> list[Delta]:
        """Amounts for the tallies of the round, at the unit and above as the tree was."""
        row = self.row
        return [Delta(lineage, row.kind, row.strand, row.slot, name, n) for name, n in measures.items()]


def hold_report(obligation_id: uuid.UUID, by: Actor) -> Held:
    """Lock a report due; one statement, and another for what its round asks for when nobody has asked lately.

    :raises NotFound: there is none, or none of the actor's posts may know of it.
    """
    pk = Obligation._meta.pk.get_db_prep_value(obligation_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_locked(connection.features.has_select_for_update), [pk, KIND])
        found = cursor.fetchone()
    if found is None or not may_know(by, found[-1]):
        raise no_such_report()
    row = rows.made(Obligation, found[:-1])
    return Held(row, *_round_of(row), found[-1])


@cache
def _locked(may_lock: bool) -> str:
    """Written out, since half of a filing's time would go into composing it."""
    return (
        f"SELECT {rows.columns(Obligation, 'o')}, u.lineage FROM obligations_obligation o "  # noqa: S608
        "JOIN orgs_unit u ON u.id = o.debtor_id WHERE o.id = %s AND o.kind = %s"
        f"{' FOR UPDATE OF o' if may_lock else ''}"
    )


def _round_of(row: Obligation) -> tuple[uuid.UUID, str]:
    """Id and form of the round; :raises NotFound: it has none.

    They never change once the round has opened, so from then on a process remembers them.
    """
    place = (row.root_id, row.strand, row.slot)
    found = _rounds.get(place)
    if found is None:
        one = Round.objects.filter(strand=row.strand, slot=row.slot).values_list("pk", "form_id").first()
        if one is None:
            raise no_such_report()
        found = one
        if row.opened_at is not None:
            if len(_rounds) >= _MOST_ROUNDS:
                _rounds.clear()
            _rounds[place] = found
    return found


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
