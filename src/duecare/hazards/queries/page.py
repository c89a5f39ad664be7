"""One hazard's page: its story, what is owed now, and what the reader can do next."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from duecare.attachments import queries as attachments
from duecare.hazards import origins, rules, terms
from duecare.hazards.actions.held import above
from duecare.hazards.actions.steps import MATTER
from duecare.hazards.actions.verifying import verified_from
from duecare.hazards.models import Commitment, Extension, Hazard, Owed, Step
from duecare.hazards.queries.looks import Look, look
from duecare.hazards.queries.seen import one
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.models import User
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import PostKind
from duecare.web.moments import long_day

_OPEN = ("found", "accepted", "reopened", "put_right")
_TO_PUT_RIGHT = ("accepted", "reopened")
_MOST_OTHERS = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A step with who did it and what is attached."""

    step: Step
    who: str
    attachments: Sequence[Any]

    @property
    def on_paper(self) -> list[tuple[str, str]]:
        """What the paper ledger said, of a line taken from one: what it is, and its value."""
        return _on_paper(self.step.facts) if self.step.kind == "paper" else []


@dataclass(frozen=True, slots=True)
class HazardPage:
    """A hazard as its page shows it.

    :param owed: what is open, units at hand; ``may`` the acts open to the reader now.
    :param commitment: the five as given last since it was opened, or None.
    :param others: open hazards of the unit that it could be the same as.
    :param origins: what it was found by: inspections, and what else modules above say.
    """

    hazard: Hazard
    look: Look
    told: Sequence[Told]
    owed: Sequence[Obligation]
    commitment: Commitment | None
    asked: Extension | None
    others: Sequence[Hazard]
    may: frozenset[str]
    origins: Sequence[origins.Origin] = ()

    @property
    def responsible(self) -> str:
        """The post that answers for rectification, as people call it."""
        return str(PostKind(self.commitment.post).label) if self.commitment else ""

    @property
    def waiting(self) -> bool:
        """Whether commitments wait for the answer of the level above."""
        return self.commitment is not None and self.commitment.sent_back_at is None

    @property
    def question(self) -> Told | None:
        """The question with which the commitments shown were sent back."""
        if self.commitment is None or self.commitment.sent_back_at is None:
            return None
        return next((told for told in reversed(self.told) if told.step.kind == "sent_back"), None)

    @property
    def plan(self) -> tuple[str, str]:
        """Key and clause of the plan that binds it, at the level it has; empty without one."""
        return terms.source(self.hazard.terms, self.hazard.level)

    @property
    def several(self) -> bool:
        """Whether more than one plan covers it."""
        return len(self.hazard.terms.get("plans", ())) > 1


def page(by: Actor, hazard_id: uuid.UUID, at: datetime) -> HazardPage:
    """Everything about a hazard. A fixed number of statements.

    :raises NotFound: there is none that ``by`` may see.
    """
    hazard = one(by, hazard_id)
    commitment = (
        Commitment.objects.filter(hazard=hazard, at__gte=hazard.opened_at).order_by("at", "id").last()
    )
    asked = Extension.objects.filter(hazard=hazard, decided_at=None).first()
    others: list[Hazard] = []
    if hazard.state in _OPEN and rights.may(by, "hazards.decide", above(hazard.unit).lineage):
        same = Hazard.objects.open().filter(unit=hazard.unit).exclude(id=hazard.id)
        others = list(same.select_related("place").order_by("-found_at")[:_MOST_OTHERS])
    owed = Owed.objects.filter(hazard=hazard, obligation__closed_at=None)
    rows = [
        o.obligation
        for o in owed.select_related("obligation__debtor", "obligation__creditor").order_by(
            "obligation__due_at"
        )
    ]
    may = frozenset(_acts(by, hazard, commitment, asked, others))
    told, found_by = _told(by, hazard), origins.of(by, hazard)
    return HazardPage(hazard, look(hazard, at), told, rows, commitment, asked, others, may, found_by)


def _on_paper(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    days = (
        ("found", _("Found on")), ("due", _("To be put right by")), ("put_right", _("Put right")),
        ("closed", _("Closed out")),
    )  # fmt: skip
    said = [(label, long_day(date.fromisoformat(facts[name]))) for name, label in days if facts.get(name)]
    return [*([(_("Number"), facts["number"])] if facts.get("number") else []), *said]


def _told(by: Actor, hazard: Hazard) -> list[Told]:
    steps = list(Step.objects.filter(hazard=hazard).order_by("at", "id"))
    people = User.objects.in_bulk({step.by_user for step in steps if step.by_user})
    hung = attachments.of(matter_kind=MATTER, matter_ids=[step.id for step in steps], by=by)
    return [
        Told(step, people[step.by_user].name if step.by_user in people else "", hung.get(step.id, []))
        for step in steps
    ]


def _acts(
    by: Actor,
    hazard: Hazard,
    commitment: Commitment | None,
    asked: Extension | None,
    others: Sequence[Hazard],
) -> list[str]:
    """The acts that an action would let the reader do."""
    state, major, here = hazard.state, hazard.level == rules.MAJOR, hazard.unit.lineage
    upper = above(hazard.unit).lineage

    def may(right: str, lineage: str) -> bool:
        return rights.may(by, right, lineage)

    decides = may("hazards.decide", upper)
    asked_other = asked is not None and rules.may_verify(by.user_id, asked.by_user)
    waiting = commitment is not None and commitment.sent_back_at is None
    given_other = commitment is not None and waiting and rules.may_verify(by.user_id, commitment.by_user)
    verifier = rules.may_verify(by.user_id, hazard.put_right_by) and may(
        "hazards.verify", verified_from(hazard).lineage
    )
    open_now = state in ("found", *_TO_PUT_RIGHT)
    wanted = {
        "commitments": state == "found" and may("hazards.rectify", here),
        "acceptance": state == "found" and decides and given_other,
        "question": state == "found" and decides and given_other,
        "rectification": state in _TO_PUT_RIGHT and may("hazards.rectify", here),
        "verification": state == "put_right" and verifier,
        "decision": decides and asked_other,
        "request": state in _TO_PUT_RIGHT and asked is None and may("hazards.rectify", here),
        "raising": state in _TO_PUT_RIGHT and not major and may("hazards.report", here),
        "lowering": open_now and major and decides,
        "link": state in _OPEN and decides and bool(others),
    }
    return [name for name, allowed in wanted.items() if allowed]
