"""One inspection's page: every answer with its photographs, what was found, and two versions where there are two."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.attachments import queries as attachments
from duecare.attachments.models import Attachment
from duecare.core.errors import NotFound, Text
from duecare.hazards.queries.looks import Look, look
from duecare.inspections.actions.photographs import MATTER
from duecare.inspections.models import Found, Inspection, Owed, SecondVersion, answered
from duecare.inspections.queries.checklists import OUTCOMES
from duecare.inspections.queries.counted import counts_for
from duecare.inspections.rules import Item, Kind, Section
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.models import Post
from duecare.orgs.rules import Actor

#: Marks of outcomes: word, key of the state's look.
_MARKS = {"pass": "good", "fail": "bad", "na": "waived"}


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An item with what was answered.

    :param said: the answer in the reader's language; empty where there is none.
    :param tone: key of a state's look for pass, fail and not applicable.
    :param other: what the second version says instead; empty where it says the same.
    :param hazard: with its look, where it failed; ``why`` a sentence where no hazard could be made.
    """

    item: Item
    said: str
    tone: str
    note: str
    on_the_spot: bool
    photographs: Sequence[Attachment]
    after: Sequence[Attachment]
    other: str
    hazard: Any
    look: Look | None
    why: Text


@dataclass(frozen=True, slots=True)
class Report:
    """An inspection as its page shows it.

    :param post: by which it was done.
    :param counts: what it has been counted for, of what the reader may see.
    :param second: the version that waits to be decided on, or that was decided on last.
    """

    inspection: Inspection
    checklist: Any
    sections: Sequence[tuple[Section, Sequence[AnswerShown]]]
    post: Post | None
    second: SecondVersion | None
    may_decide: bool
    may_see_hazards: bool
    counts: Sequence[Owed]

    @property
    def waits(self) -> bool:
        """Whether somebody has to say which version counts."""
        return self.second is not None and self.second.decided_at is None


def _one(by: Actor, inspection_id: uuid.UUID) -> Inspection:
    found = Inspection.objects.select_related("unit", "by_unit", "place", "checklist").filter(
        id=inspection_id
    )
    inspection = found.first()
    if inspection is None or not rights.may(by, "inspections.read", inspection.unit.lineage):
        raise NotFound("inspection-unknown", _("There is no such inspection."))
    return inspection


def visible_matters(by: Actor, ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the inspections whose photographs ``by`` may see. One statement."""
    rows = Inspection.objects.filter(id__in=ids).values_list("id", "unit__lineage")
    return [key for key, lineage in rows if rights.may(by, "inspections.read", lineage)]


def report(by: Actor, inspection_id: uuid.UUID, at: datetime) -> Report:
    """An inspection. A fixed number of statements. :raises NotFound: there is none that ``by`` may see."""
    inspection = _one(by, inspection_id)
    others = list(inspection.others.order_by("-received_at", "-id"))
    waiting = [other for other in others if other.decided_at is None]
    second = next(iter(waiting or others), None)
    found = {one.item: one for one in inspection.found.select_related("hazard__unit", "hazard__place")}
    there = attachments.of(matter_kind=MATTER, matter_ids=[inspection.id], by=by).get(inspection.id, [])
    pictures = {str(one.id): one for one in there}
    answers, words = answered(inspection, second)
    instead = second if second is not None and not second.counts else None
    checklist = inspection.checklist.checklist
    sections = [
        (
            section,
            [
                _shown(item, answers, words, instead, found.get(item.key), pictures, at)
                for item in section.items
                if item.key in answers
            ],
        )
        for section in checklist.sections
    ]
    decides = by.user_id == inspection.by_user or rights.may(
        by, "inspections.decide", inspection.by_unit.lineage
    )
    post = Post.objects.filter(id=inspection.by_post).first()
    sees = rights.may(by, "hazards.see", inspection.unit.lineage)
    kept = [(section, rows) for section, rows in sections if rows]
    return Report(inspection, checklist, kept, post, second, decides, sees, counts_for(by, inspection_id))


def _shown(
    item: Item,
    answers: Mapping[str, Any],
    words: Mapping[str, Any],
    instead: SecondVersion | None,
    found: Found | None,
    pictures: Mapping[str, Attachment],
    at: datetime,
) -> AnswerShown:
    kept = answers[item.key]
    said = _said(item, kept, words)
    other = ""
    if instead is not None:
        other = _said(item, instead.answers.get(item.key, {}), instead.words)
        other = "" if other == said else other or "—"
    hazard = found.hazard if found is not None else None
    return AnswerShown(
        item=item,
        said=said,
        tone=_MARKS.get(_outcome(item, kept), ""),
        note=words.get(item.key, {}).get("note", ""),
        on_the_spot=kept["on_the_spot"] and _outcome(item, kept) == "fail",
        photographs=[pictures[key] for key in kept["photographs"] if key in pictures],
        after=[pictures[key] for key in kept["after"] if key in pictures],
        other=other,
        hazard=hazard,
        look=look(hazard, at) if hazard else None,
        why=_("The unit had been closed; it is kept here and is not on the ledger.")
        if found and found.why
        else "",
    )


def _outcome(item: Item, kept: Mapping[str, Any]) -> str:
    """pass, fail or na; of a choice, whether the chosen option fails."""
    outcome = kept.get("outcome") or ""
    if item.kind is Kind.CHOICE:
        return "fail" if any(option.fails and option.key == outcome for option in item.options) else ""
    return str(outcome)


def _said(item: Item, kept: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    value = kept.get("value", "")
    if item.kind is Kind.CHECK:
        return str(OUTCOMES.get(value, ""))
    if item.kind is Kind.READING:
        return f"{value} {item.unit}".strip() if value else ""
    if item.kind is Kind.CHOICE:
        titles = {option.key: shown(option.title.zh, option.title.en) for option in item.options}
        return titles.get(value, "")
    return str(words.get(item.key, {}).get("value", ""))
