"""Sums over a subtree, and the units they are made of."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duecare.obligations.models import Obligation, Tally
from duecare.orgs.models import Unit
from duecare.reports.models import Round, Submission
from duecare.reports.queries.cells import Cell, cell, unit_of
from duecare.reports.rules import Field, Form, shown

#: What needs looking at comes first.
_ORDER = ("silent", "open", "late", "discharged", "waived", "scheduled")


@dataclass(frozen=True, slots=True)
class Sums:
    """The tallies of one unit's subtree in one round, by measure."""

    measures: Mapping[str, int]

    def __getattr__(self, name: str) -> int:
        return self.measures.get(name, 0)

    @property
    def reported(self) -> int:
        """How many reports are in, on time or late."""
        return self.measures.get("discharged", 0)

    @property
    def outstanding(self) -> int:
        """How many are not in and not yet due."""
        return self.measures.get("open", 0) - self.measures.get("silent", 0)

    @property
    def expected(self) -> int:
        """How many are owed and not waived."""
        return self.measures.get("owed", 0) - self.measures.get("waived", 0)

    @property
    def nil(self) -> int:
        """How many said "nothing to report"."""
        return self.measures.get("count:nil", 0)

    def figure(self, asked: Field) -> FigureSum:
        """The sum of a figure; None when nobody gave it."""
        given = self.measures.get(f"count:{asked.key}", 0)
        amount = self.measures.get(f"figure:{asked.key}", 0) if given else None
        return FigureSum(asked, amount, given, self.expected)


@dataclass(frozen=True, slots=True)
class FigureSum:
    """A sum and how many units it is made of.

    :param amount: scaled by the field; None when no unit gave it: that is not a zero.
    """

    field: Field
    amount: int | None
    given: int
    expected: int
    number: bool = True

    @property
    def text(self) -> str:
        """The sum as people read it, a dash when there is none."""
        if self.amount is None:
            return "—"
        return " ".join(filter(None, [shown(self.field, self.amount), unit_of(self.field)]))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a round: its own report, or the sums of what is below it.

    :param due: its own report, None when it owes none itself.
    :param opens: whether there is more below to open.
    """

    unit: Unit
    due: Obligation | None
    filed: Submission | None
    sums: Sums
    opens: bool
    cells: list[Cell | FigureSum] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Key of its look."""
        if self.due is None:
            return "silent" if self.sums.silent else ("open" if self.sums.open else "discharged")
        if self.due.late and self.due.state in {"open", "discharged"}:
            return {"open": "silent", "discharged": "late"}[self.due.state]
        return self.due.state


@dataclass(frozen=True, slots=True)
class CutoffTable:
    """One round: its columns, one line for each unit, and the whole subtree's sums."""

    round: Round
    columns: list[Field]
    lines: list[UnitLine]
    total: Sums

    @property
    def totals(self) -> list[FigureSum | None]:
        """The subtree's sum under each column; None under what has no sum."""
        return [self.total.figure(f) if f.type == "number" else None for f in self.columns]


def sums_of(unit_keys: Iterable[str], strands: Iterable[str], day: date) -> dict[tuple[str, str], Sums]:
    """The tallies by unit key and strand; one statement."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    rows = Tally.objects.filter(unit_key__in=list(unit_keys), strand__in=list(strands), slot=day)
    for key, strand, measure, amount in rows.values_list("unit_key", "strand", "measure", "amount"):
        found.setdefault((key, strand), {})[measure] = amount
    return {place: Sums(measures) for place, measures in found.items()}


def cutoff_table(
    one: Round,
    form: Form,
    under: Unit,
    units: Sequence[Unit],
    dues: Iterable[Obligation],
    filed: Mapping[uuid.UUID, Submission],
    sums: Mapping[tuple[str, str], Sums],
) -> CutoffTable:
    """One round as a table; units that have nothing to do with it are left out."""
    by_unit = {due.debtor_id: due for due in dues if due.strand == one.strand}
    columns = [f for f in form.fields if f.type != "text"]
    lines = []
    for unit in units:
        due = by_unit.get(unit.pk)
        total = sums.get((unit.key, one.strand), Sums({}))
        opens = unit.pk != under.pk and total.owed > (1 if due is not None and due.opened_at else 0)
        if due is None and (unit.pk == under.pk or not total.owed):
            continue
        submission = filed.get(due.pk) if due is not None else None
        lines.append(UnitLine(unit, due, submission, total, opens, _cells(columns, due, submission, total)))
    lines.sort(key=lambda line: _ORDER.index(line.state) if line.state in _ORDER else len(_ORDER))
    return CutoffTable(one, columns, lines, sums.get((under.key, one.strand), Sums({})))


def _cells(
    columns: Sequence[Field], due: Obligation | None, submission: Submission | None, total: Sums
) -> list[Cell | FigureSum]:
    if due is None:
        return [total.figure(f) if f.type == "number" else Cell("", missing=True) for f in columns]
    if submission is None:
        return [Cell("—", missing=True) for _f in columns]
    return [cell(f, submission.values, submission.texts) for f in columns]
