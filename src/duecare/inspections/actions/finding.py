"""Making hazards of what failed, with the evidence carried over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.utils.translation import get_language, gettext

from duecare.attachments.models import Attachment
from duecare.core.errors import BadInput
from duecare.hazards import actions as hazards
from duecare.hazards.rules import TEXT_LENGTH
from duecare.inspections.actions.sent import Said
from duecare.inspections.models import Found, Inspection
from duecare.inspections.rules import Checklist, Finding, Item, Kind, Level, Words, findings
from duecare.orgs.rules import Actor

#: Why a finding is no hazard.
UNIT_CLOSED = "unit-closed"


def make_hazards(
    inspection: Inspection,
    checklist: Checklist,
    answers: Mapping[str, Said],
    there: Mapping[uuid.UUID, Attachment],
    *,
    by: Actor,
    at: datetime,
) -> list[Found]:
    """A hazard for each finding that has none yet, in the caller's transaction. What is there stays.

    :param there: photographs by the numbers that the answers name.
    """
    known = set(inspection.found.values_list("item", flat=True))
    made = []
    for finding in findings(checklist, {key: said.answer for key, said in answers.items()}):
        if finding.item.key in known:
            continue
        said = answers[finding.item.key]
        if inspection.unit.closed_at is not None:
            made.append(Found(inspection=inspection, item=finding.item.key, why=UNIT_CLOSED))
            continue
        made.append(_found(inspection, finding, said, there, by, at))
    Found.objects.bulk_create(made)
    return made


def _found(
    inspection: Inspection,
    finding: Finding,
    said: Said,
    there: Mapping[uuid.UUID, Attachment],
    by: Actor,
    at: datetime,
) -> Found:
    place = inspection.place
    stands = place if place is not None and place.closed_at is None else None
    text = _text(finding, said)
    if place is not None and stands is None:
        text = f"{place.name}：{text}"
    major = said.major or finding.level is Level.MAJOR
    evidence = [there[number] for number in said.photographs]
    after = [there[number] for number in said.after]
    report = partial(
        hazards.report_hazard,
        unit=inspection.unit,
        place=stands,
        category=finding.section.category,
        level="major" if major else "general",
        text=text[:TEXT_LENGTH],
        days=finding.days,
        client_id=uuid.uuid5(inspection.id, finding.item.key),
        by=by,
        at=at,
    )
    if said.on_the_spot and not major:
        try:
            hazard = report(photographs=evidence, after=after, on_the_spot=True)
        except BadInput as error:
            if error.code != "major-on-the-spot":
                raise
            hazard = report(photographs=[*evidence, *after])  # it comes back, and was major
    else:
        # What is major is never settled on the spot; what was done there goes with it.
        hazard = report(photographs=[*evidence, *after])
    return Found(inspection=inspection, item=finding.item.key, hazard=hazard)


def _text(finding: Finding, said: Said) -> str:
    """What is unsafe, in the language of whoever found it: the item, what was seen, and the note."""
    item, seen = finding.item, ""
    if item.kind is Kind.READING:
        seen = f"{said.value.strip()} {item.unit}"
    elif item.kind is Kind.CHOICE:
        seen = _in_words(_title(item, said.value))
    what = gettext("Not so: %(item)s") % {"item": _in_words(item.ask)}
    if item.kind is not Kind.CHECK:
        what = _in_words(item.ask)
    parts = [f"{_in_words(finding.section.title)} · {what}", seen, said.note.strip()]
    return "\n".join(part for part in parts if part)


def _title(item: Item, key: str) -> Words:
    return next(option.title for option in item.options if option.key == key)


def _in_words(words: Words) -> str:
    return words.zh if (get_language() or "zh").startswith("zh") else words.en
