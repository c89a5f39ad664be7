"""Filing an inspection: once, with all its evidence, and a hazard for everything that failed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.attachments.models import Attachment
from duecare.audit.actions import new_salt, record
from duecare.audit.rules import commit
from duecare.core.calendar import local_date
from duecare.core.errors import BadInput, NotFound
from duecare.inspections import versions
from duecare.inspections.actions.counting import Counted, count, counted_before
from duecare.inspections.actions.finding import make_hazards
from duecare.inspections.actions.photographs import arrived, matter_of
from duecare.inspections.actions.refusals import require_answered, require_photographs
from duecare.inspections.actions.sent import Sent, answers_of, words_of
from duecare.inspections.models import ChecklistVersion, Found, Inspection, SecondVersion
from duecare.inspections.rules import Checklist, asked, findings
from duecare.orgs import rights
from duecare.orgs.models import Unit, User
from duecare.orgs.rules import Actor, HeldPost
from duecare.places.models import Place

#: Words go so long after they were sent (charter, rule 5).
WORDS_KEPT = timedelta(days=90)
#: Objects of the record: what was inspected, and the words about it, which are erased.
INSPECTION, WORDS = "inspection", "inspections.words"


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an inspection that was sent.

    :param new: whether it was not there before.
    :param counted: what it counts for, in each programme that concerns it.
    :param other: the second version that it became, because other content is under its number already.
    """

    inspection: Inspection
    found: Sequence[Found]
    new: bool = False
    other: SecondVersion | None = None
    counted: Sequence[Counted] = ()


@transaction.atomic
def file_inspection(*, sent: Sent, by: Actor, at: datetime) -> Filed:
    """File an inspection. The same again by the same author is the same inspection.

    Each item that failed becomes a hazard with its photographs; one put right on the spot still needs somebody else to
    verify it. Other content under the same number is kept beside the first, and a person decides which counts.

    :param at: when the server had it; the phone's times decide nothing.
    :raises NotFound: there is no such unit, or no version of a checklist with that id.
    :raises NotAllowed: no post of ``by`` inspects there.
    :raises BadInput: an answer is missing or can't be, a photograph has not arrived; ``where`` is the item's key.
    """
    if by.user_id is None:
        raise NotFound("no-person", _("Inspections are filed by people."))
    User.objects.select_for_update().filter(
        id=by.user_id
    ).first()  # a queue sent from two tabs: one after the other
    version, unit = _version(sent.checklist), _unit(sent.unit)
    post = rights.require(by, "inspections.inspect", unit.lineage)
    assert post is not None  # only the program itself acts without
    checklist, place = version.checklist, _place(sent, unit)
    before = Inspection.objects.filter(by_user=by.user_id, client_id=sent.client_id).first()
    if before is not None and _same(before, sent):
        return Filed(before, list(before.found.select_related("hazard")), counted=counted_before(before.id))
    require_answered(checklist, sent)
    there = _evidence(sent, by.user_id)
    if before is not None:
        return _second(before, sent, checklist, there, by, at, post)
    inspection = _keep(sent, version, unit, place, there, by, at, post)
    found = make_hazards(inspection, checklist, sent.answers, there, by=by, at=at)
    day = local_date(at, unit.zone)
    counted = count(
        inspection_id=inspection.id, unit=unit, checklist_key=checklist.key, by=by, started_on=day, at=at
    )
    return Filed(inspection, found, new=True, counted=counted)


def _version(wanted: str) -> ChecklistVersion:
    """The version, written down when it is used for the first time."""
    kept = ChecklistVersion.objects.filter(id=wanted).first()
    if kept is not None:
        return kept
    shipped = next((one for one in versions.shipped() if one.id == wanted), None)
    if shipped is None:
        raise NotFound(
            "checklist-unknown",
            _("This version of the checklist is not known here."),
            hint=_("Keep what you entered, and ask whoever runs the program."),
        )
    key, number = shipped.checklist.key, shipped.checklist.version
    made, _new = ChecklistVersion.objects.get_or_create(
        id=shipped.id, defaults={"key": key, "version": number, "body": dict(shipped.body)}
    )
    return made


def _unit(wanted: uuid.UUID) -> Unit:
    unit = Unit.objects.filter(id=wanted).first()
    if unit is None:
        raise NotFound("no-unit", _("There is no such unit."))
    return unit


def _place(sent: Sent, unit: Unit) -> Place | None:
    """The place, closed ones too: it may have closed while the inspector was in the basement."""
    if sent.place is None:
        return None
    place = Place.objects.filter(id=sent.place, unit=unit).first()
    if place is None:
        raise BadInput("place-elsewhere", _("This place belongs to another unit."), where="place")
    return place


def _evidence(sent: Sent, user: uuid.UUID) -> dict[uuid.UUID, Attachment]:
    wanted = {number for said in sent.answers.values() for number in (*said.photographs, *said.after)}
    there = arrived(user, sent.client_id, wanted)
    require_photographs(sent, there)
    return there


def _same(before: Inspection, sent: Sent) -> bool:
    """Whether the same was sent before; of what was forgotten, whether it was walked with the same list."""
    versions_of_it: list[Inspection | SecondVersion] = [before, *before.others.all()]
    if before.forgotten_at is not None:
        return before.checklist_id == sent.checklist
    return any(commit(bytes(one.salt), sent.content) == bytes(one.content_hash) for one in versions_of_it)


def _keep(
    sent: Sent,
    version: ChecklistVersion,
    unit: Unit,
    place: Place | None,
    there: dict[uuid.UUID, Attachment],
    by: Actor,
    at: datetime,
    post: HeldPost,
) -> Inspection:
    assert by.user_id is not None
    checklist, salt = version.checklist, new_salt()
    inspection = Inspection(
        id=matter_of(by.user_id, sent.client_id), root_id=unit.root_id, unit=unit, lineage=unit.lineage,
        by_unit_id=post.unit_id, place=place, checklist=version, by_user=by.user_id, by_post=post.post_id,
        client_id=sent.client_id, began_at=sent.began, ended_at=sent.ended, received_at=at,
        answers=answers_of(sent, checklist, {number: one.id for number, one in there.items()}),
        words=words_of(sent, checklist), salt=salt, content_hash=commit(salt, sent.content), forget_at=at + WORDS_KEPT,
    )  # fmt: skip
    now = {item.key for item in asked(checklist, sent.plain())}
    outcomes = [said["outcome"] for key, said in inspection.answers.items() if key in now]
    inspection.passed, inspection.failed = (
        outcomes.count("pass"),
        len(list(findings(checklist, sent.plain()))),
    )
    inspection.save(force_insert=True)
    write_down(inspection, "inspections.filed", inspection.answers, inspection.words, by, at, post)
    return inspection


def _second(
    before: Inspection,
    sent: Sent,
    checklist: Checklist,
    there: dict[uuid.UUID, Attachment],
    by: Actor,
    at: datetime,
    post: HeldPost,
) -> Filed:
    """Keep other content beside the first."""
    salt = new_salt()
    other = SecondVersion.objects.create(
        inspection=before, received_at=at, salt=salt, content_hash=commit(salt, sent.content),
        answers=answers_of(sent, checklist, {number: one.id for number, one in there.items()}),
        words=words_of(sent, checklist),
    )  # fmt: skip
    write_down(before, "inspections.second", other.answers, other.words, by, at, post)
    return Filed(before, list(before.found.select_related("hazard")), other=other)


def write_down(
    inspection: Inspection,
    verb: str,
    answers: object,
    words: object,
    by: Actor,
    at: datetime,
    post: HeldPost | None,
) -> None:
    """An entry of what was answered, and one of the words, which is erased one day."""
    facts = {"unit": str(inspection.unit_id), "checklist": inspection.checklist_id, "answers": answers}
    for object_kind, details in ((INSPECTION, facts), (WORDS, {"words": words})):
        if object_kind == INSPECTION or words:
            record(
                root=inspection.root_id, verb=verb, object_kind=object_kind, object_id=inspection.id, at=at,
                actor=by.user_id, post=post.post_id if post else None, details=details,
            )  # fmt: skip
