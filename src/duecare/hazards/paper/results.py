"""What taking in a paper ledger found and did."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from duecare.orgs.importing.findings import Problems

#: Conflicts named one by one; more are counted.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Differs:
    """A line that was taken in before and says something else now; what is on the ledger stays."""

    row: int
    unit: str
    number: str
    hazard: uuid.UUID


@dataclass(slots=True)
class TakenIn:
    """What a ledger would add or has added.

    :param sha256: of the file. :param ignored: headings of columns that are not taken in.
    :param added: how many lines are new, by how they come in: ``open``, ``put_right``, ``closed``; ``overdue`` and
        ``committing`` (major ones that owe their commitments) are among ``open``; ``forgotten`` are closed out so long
        ago that their words are not taken in.
    :param known: how many stand on the ledger already, as they are.
    """

    sha256: str
    problems: Problems = field(default_factory=Problems)
    ignored: list[str] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)
    known: int = 0
    differing: list[Differs] = field(default_factory=list)
    differing_count: int = 0
    applied: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file can be taken in as it is."""
        return not self.problems

    @property
    def new(self) -> int:
        """How many lines are new."""
        return sum(self.added.get(name, 0) for name in ("open", "put_right", "closed"))

    def count(self, name: str) -> None:
        """One more of that name."""
        self.added[name] = self.added.get(name, 0) + 1

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": self.ok, "applied": self.applied, "sha256": self.sha256, "added": self.added, "known": self.known,
            "differing": [{"row": d.row, "unit": d.unit, "number": d.number} for d in self.differing],
            "ignored": self.ignored, "problem_count": self.problems.count,
            "problems": [p.as_data() for p in self.problems.listed],
        }  # fmt: skip
