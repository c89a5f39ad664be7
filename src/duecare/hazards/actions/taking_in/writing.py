"""Writing the lines of a paper ledger in bulk: hazards, where each came from, and what is owed of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.hazards import rules, terms
from duecare.hazards.actions.finding import make_all_findable
from duecare.hazards.actions.held import above
from duecare.hazards.actions.owing import draft_of, ladder_for, titles_of
from duecare.hazards.actions.taking_in.ground import Standing
from duecare.hazards.actions.taking_in.sorting import New, Sorted
from duecare.hazards.kinds import COMMIT, RECTIFY, VERIFY
from duecare.hazards.models import Hazard, Owed, PaperLine, Step
from duecare.hazards.paper.columns import State
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs.rules import Actor, HeldPost

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who handed a file in, by which post, when."""

    sha256: str
    by: Actor
    post: HeldPost | None
    at: datetime

    @property
    def post_id(self) -> uuid.UUID | None:
        """The post's id."""
        return self.post.post_id if self.post else None


@dataclass(slots=True)
class Shared:
    """What many lines have in common, worked out once."""

    ladders: dict[tuple[str, str, uuid.UUID], str] = field(default_factory=dict)
    titles: dict[tuple[str, str, uuid.UUID | None], tuple[str, str]] = field(default_factory=dict)

    def ladder(self, hazard: Hazard, kind: str) -> str:
        """The ladder of a step; of one unit and level the terms are the same."""
        mark = (kind, hazard.level, hazard.unit_id)
        if mark not in self.ladders:
            self.ladders[mark] = ladder_for(hazard, kind)
        return self.ladders[mark]

    def titles_of(self, hazard: Hazard, kind: str) -> tuple[str, str]:
        """What a step is called; of one place, or of one category, it is the same."""
        mark = (kind, hazard.category, hazard.place_id)
        if mark not in self.titles:
            self.titles[mark] = titles_of(hazard, kind)
        return self.titles[mark]


def write_lines(lines: Sorted, ground: Standing, receipt: Receipt) -> None:
    """Write them, a batch at a time, in the caller's transaction."""
    shared = Shared()
    for start in range(0, len(lines), _BATCH):
        some = lines[start : start + _BATCH]
        hazards = [_hazard(one, ground, receipt.at) for one in some]
        Hazard.objects.bulk_create(hazards)
        make_all_findable(hazards)
        steps = [_step(one, hazard, receipt) for one, hazard in zip(some, hazards, strict=True)]
        Step.objects.bulk_create(steps)
        PaperLine.objects.bulk_create(_line(o, h, receipt) for o, h in zip(some, hazards, strict=True))
        _owe(hazards, steps, shared, receipt.at)
        _record(some, hazards, receipt)


def _hazard(one: New, ground: Standing, at: datetime) -> Hazard:
    line, unit = one.line, ground.units[one.line.unit]
    keep_until = one.closed_at + rules.WORDS_KEPT if one.closed_at and not one.forgotten else None
    return Hazard(
        root_id=unit.root_id, unit=unit, lineage=unit.lineage, place=ground.places.get(line.place),
        category=line.category, level=line.level, text="" if one.forgotten else line.text, found_at=one.found_at,
        opened_at=one.found_at, due_at=one.due_at, due_basis="paper", terms=ground.terms(unit),
        accepted_at=None if line.level == rules.MAJOR and line.state == State.OPEN else at,
        put_right_at=one.put_right_at, closed_at=one.closed_at, forget_at=keep_until,
    )  # fmt: skip


def _step(one: New, hazard: Hazard, receipt: Receipt) -> Step:
    return Step(
        hazard=hazard, kind="paper", at=receipt.at, by_user=receipt.by.user_id, by_post=receipt.post_id,
        text=hazard.text, facts=_facts(one),
    )  # fmt: skip


def _facts(one: New) -> dict[str, Any]:
    line = one.line
    days = {"found": line.found, "due": line.due, "put_right": line.put_right, "closed": line.closed}
    return {
        "number": line.number,
        "state": line.state,
        **{k: d.isoformat() if d else None for k, d in days.items()},
    }


def _line(one: New, hazard: Hazard, receipt: Receipt) -> PaperLine:
    return PaperLine(
        hazard=hazard, key=one.key, digest=one.digest, number=one.line.number, file_sha256=receipt.sha256,
        row=one.line.row, at=receipt.at, by_user=receipt.by.user_id, by_post=receipt.post_id,
    )  # fmt: skip


def _owe(hazards: Sequence[Hazard], steps: Sequence[Step], shared: Shared, at: datetime) -> None:
    """What each open line makes somebody owe; one whose time has passed is missed when the clock comes by."""
    drafts: dict[str, Draft] = {}
    whose: dict[str, Hazard] = {}
    for hazard, step in zip(hazards, steps, strict=True):
        for draft in _draft(hazard, step, shared, at):
            drafts[draft.origin], whose[draft.origin] = draft, hazard
    kernel.open_many(drafts=drafts.values(), at=at)
    rows = Obligation.objects.filter(origin__in=list(drafts)).values_list("id", "origin", "kind")
    Owed.objects.bulk_create(
        Owed(obligation_id=row_id, hazard=whose[origin], kind=kind) for row_id, origin, kind in rows
    )


def _draft(hazard: Hazard, step: Step, shared: Shared, at: datetime) -> Iterator[Draft]:
    if hazard.closed_at is not None:
        return
    debtor, opens_at = hazard.unit, at
    if hazard.put_right_at is not None:
        # Nobody knows who put it right, so that no post of the unit itself can be told to be another.
        kind, debtor, due_at = VERIFY.key, above(hazard.unit), at + rules.TO_VERIFY
    elif hazard.level == rules.MAJOR:
        kind, due_at = COMMIT.key, at + terms.to_commit(hazard.terms)
    else:
        kind, due_at, opens_at = RECTIFY.key, hazard.due_at, hazard.found_at
    yield draft_of(
        hazard, kind, debtor=debtor, creditor=above(debtor), because=step.id, due_at=due_at, opens_at=opens_at,
        post="leader", ladder_id=shared.ladder(hazard, kind), titles=shared.titles_of(hazard, kind),
    )  # fmt: skip


def _record(some: Sequence[New], hazards: Sequence[Hazard], receipt: Receipt) -> None:
    """One entry for each batch: which hazard from which row, with a keyed hash of what it said, no words."""
    lines = {
        str(hazard.id): {"row": one.line.row, "digest": one.digest, **_facts(one)}
        for one, hazard in zip(some, hazards, strict=True)
    }
    record(
        root=hazards[0].root_id, verb="hazards.paper", object_kind="paper_ledger", object_id=uuid7(), at=receipt.at,
        actor=receipt.by.user_id, post=receipt.post_id, details={"file": receipt.sha256, "lines": lines},
    )  # fmt: skip
