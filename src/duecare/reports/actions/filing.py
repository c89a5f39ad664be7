"""Filing a report, and correcting one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from duecare.audit.actions import new_salt, record
from duecare.audit.rules import canonical, commit
from duecare.core.errors import NotAllowed
from duecare.obligations import actions as kernel
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost
from duecare.reports.actions.held import Held, hold_report
from duecare.reports.actions.questions import answered_by_correction, person
from duecare.reports.actions.refusals import (
    AlreadyFiled,
    BadValues,
    not_yours_to_file,
    sent_differently,
    written_later,
)
from duecare.reports.models import Submission
from duecare.reports.rules import Reading, deltas_between, read
from duecare.reports.rules.figures import measures
from duecare.web import rows

#: Free text in reports is erased then (charter, rule 5).
TEXTS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What arrived, as it will be kept."""

    client_id: uuid.UUID
    nil: bool
    reading: Reading
    received_at: datetime
    phone_at: datetime | None
    written_at: datetime | None
    on_behalf: bool

    @property
    def body(self) -> dict[str, Any]:
        """The content that the record commits to."""
        return {
            "nil": self.nil,
            "values": self.reading.values,
            "texts": self.reading.texts,
            "on_behalf": self.on_behalf,
            "written_at": self.written_at and self.written_at.isoformat(),
        }

    def equals(self, kept: Submission) -> bool:
        """Whether the same was sent before."""
        if kept.forgotten_at is not None:
            return kept.nil == self.nil and kept.values == self.reading.values
        return commit(bytes(kept.salt), canonical(self.body)) == bytes(kept.content_hash)


def file_report(
    *,
    obligation_id: uuid.UUID,
    values: Mapping[str, Any] | None,
    client_id: uuid.UUID,
    by: Actor,
    at: datetime,
    seen: int = 0,
    phone_at: datetime | None = None,
    on_behalf: bool = False,
    written_at: datetime | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Submission:
    """File a report, or correct it: a further version that leaves the earlier ones as they are.

    The first version discharges what is owed. The same ``client_id`` from the same person with the same content is
    the same submission and gives the same answer.

    :param values: by field key, as typed; None is a nil report.
    :param client_id: made where the report was written, one for each sending.
    :param at: when the server had it; it decides alone on lateness.
    :param seen: the newest version its writer had before their eyes, 0 for none.
    :param phone_at: what the sender's own clock said.
    :param on_behalf: taken by the level above for a unit without a phone.
    :param written_at: when it was written on paper, for what is entered afterwards.
    :param clock: read just before the commit, so that what lay here too long is refused.
    :raises NotFound: the actor may not know of it.
    :raises NotAllowed: the actor may see it and not file it.
    :raises BadValues: what was typed does not fit the form; it says which field and why.
    :raises AlreadyFiled: somebody filed a version that ``seen`` does not include.
    :raises Conflict: the same ``client_id`` came with other content; or it was waived, or has not opened.
    :raises TooLate: it was not committed within 45 s of its arrival.
    """
    person(by)  # reads who acts before the transaction begins
    try:
        with transaction.atomic():
            held = hold_report(obligation_id, by)
            post = _post(by, held, on_behalf)
            sent = _read(held, values, client_id, at, phone_at, on_behalf, written_at)
            earlier = _earlier(held, by, sent)
            if isinstance(earlier, Submission):
                return earlier
            if len(earlier) > seen:
                raise AlreadyFiled(earlier[-1])
            kept = _keep(held, sent, earlier, by, post)
            if clock is not None:
                kernel.still_in_time(at, clock())
    except IntegrityError as error:
        raise sent_differently() from error
    return kept


def _post(by: Actor, held: Held, on_behalf: bool) -> HeldPost:
    """The post that files, or takes the report for a unit below.

    :raises NotAllowed: none does.
    """
    try:
        right = "reports.file_for" if on_behalf else "reports.file"
        post = rights.require(by, right, held.debtor_lineage)
    except NotAllowed as error:
        raise not_yours_to_file() from error
    if post is None or by.user_id is None:
        raise not_yours_to_file()
    return post


def _read(
    held: Held,
    values: Mapping[str, Any] | None,
    client_id: uuid.UUID,
    at: datetime,
    phone_at: datetime | None,
    on_behalf: bool,
    written_at: datetime | None,
) -> _Sent:
    reading = Reading() if values is None else read(held.form, values)
    if reading.faults:
        raise BadValues(reading.faults)
    if written_at is not None and written_at > at:
        raise written_later()
    return _Sent(uuid.UUID(str(client_id)), values is None, reading, at, phone_at, written_at, on_behalf)


def _earlier(held: Held, by: Actor, sent: _Sent) -> Submission | list[Submission]:
    """The versions there are, in order; or the one that this sending repeats.

    None while it is owed, since the first discharges it; that a sending is used once is then held by the database.

    :raises Conflict: the sending's id was used for other content.
    """
    if held.row.closed_at is None:
        return []
    known = Q(obligation=held.row) | Q(filed_by=by.user_id, client_id=sent.client_id)
    found = list(Submission.objects.filter(known).order_by("version"))
    for kept in found:
        if kept.client_id == sent.client_id and kept.filed_by_id == by.user_id:
            if kept.obligation_id == held.row.pk and sent.equals(kept):
                return kept
            raise sent_differently()
    if found and found[-1].filed_by_id == by.user_id and sent.equals(found[-1]):
        return found[-1]
    return found


def _keep(held: Held, sent: _Sent, earlier: list[Submission], by: Actor, post: HeldPost) -> Submission:
    if not earlier:
        with rows.unanswered():
            return _keep_version(held, sent, None, by, post)
    return _keep_version(held, sent, earlier[-1], by, post)


def _keep_version(
    held: Held, sent: _Sent, before: Submission | None, by: Actor, post: HeldPost
) -> Submission:
    lineage = before.lineage if before else held.row.lineage
    counted = measures(held.form, before.values, before.nil) if before else {}
    added = deltas_between(counted, measures(held.form, sent.reading.values, sent.nil))
    figures = held.deltas(added, lineage)
    if before is None:
        kernel.discharge(
            obligation_id=held.row.pk, by=by, at=sent.received_at, held=held.row, figures=figures
        )
    else:
        kernel.add_deltas(figures)
        Submission.objects.filter(pk=before.pk).update(latest=False)
    kept = _write(held, sent, before, lineage, by, post)
    if before is not None:
        answered_by_correction(kept, by, post)
    _record(held, kept, by, post)
    return kept


def _write(
    held: Held, sent: _Sent, before: Submission | None, lineage: str, by: Actor, post: HeldPost
) -> Submission:
    salt = new_salt()
    kept = Submission(
        root_id=held.row.root_id,
        obligation=held.row,
        round_id=held.round_id,
        unit_id=before.unit_id if before else held.row.debtor_id,
        lineage=lineage,
        version=before.version + 1 if before else 1,
        form_id=held.form_id,
        nil=sent.nil,
        values=sent.reading.values,
        texts=sent.reading.texts,
        forget_at=sent.received_at + TEXTS_KEPT if sent.reading.texts else None,
        received_at=sent.received_at,
        phone_at=sent.phone_at,
        filed_by_id=person(by),
        post_id=post.post_id,
        on_behalf=sent.on_behalf,
        written_at=sent.written_at,
        client_id=sent.client_id,
        salt=salt,
        content_hash=commit(salt, canonical(sent.body)),
    )
    rows.insert(kept)
    return kept


def _record(held: Held, kept: Submission, by: Actor, post: HeldPost) -> None:
    record(
        root=kept.root_id,
        verb="reports.filed" if kept.version == 1 else "reports.corrected",
        object_kind="obligation",
        object_id=held.row.pk,
        at=kept.received_at,
        actor=by.user_id,
        post=post.post_id,
        details={
            "origin": held.row.origin,
            "version": kept.version,
            "nil": kept.nil,
            "late": kept.received_at > held.row.due_at,
            "on_behalf": kept.on_behalf,
            "written_at": kept.written_at and kept.written_at.isoformat(),
            "content": bytes(kept.content_hash).hex(),
        },
    )
