"""The watch's log, and the matters that it passes on."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound, TooLate
from duecare.duty.actions.forgetting import KEPT
from duecare.duty.actions.watches import hold_watch, own_place, write_down
from duecare.duty.models import LogLine, Matter, Watch
from duecare.duty.rules.owing import AFTERWARDS
from duecare.orgs.rules import Actor

LINE = "duty.line"
MATTER = "duty.matter"
LONGEST_LINE = 500
LONGEST_MATTER = 300


def words(text: str, longest: int) -> str:
    """What was written, spaces tidied, lines kept. :raises BadInput: there is nothing, or too much."""
    tidy = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if not tidy:
        raise BadInput("duty.no-words", _("Write a sentence."), where="text")
    if len(tidy) > longest:
        raise BadInput(
            "duty.too-long",
            _("At most %(most)d characters; this has %(count)d."),
            where="text",
            most=longest,
            count=len(tidy),
        )
    return tidy


@transaction.atomic
def write_line(*, watch_id: uuid.UUID, text: str, client_id: uuid.UUID, by: Actor, at: datetime) -> LogLine:
    """Write a line in the log of a watch that runs or has just ended. The same again is the same line.

    :raises NotAllowed: the watch is not theirs.
    :raises BadInput: there is no text, or too much.
    :raises Conflict: another line was sent under the same ``client_id``.
    :raises TooLate: the watch ended more than two hours ago.
    """
    watch = hold_watch(watch_id, by)
    mine = own_place(watch, by)
    said = words(text, LONGEST_LINE)
    there = LogLine.objects.filter(written_by=mine.user_id, client_id=client_id).first()
    if there is not None:
        if (there.watch_id, there.text) != (watch.id, said):
            raise Conflict("duty.other-line", _("Another line was sent under this key already."))
        return there
    _open_to_write(watch, at)
    line = LogLine.objects.create(
        watch=watch,
        written_by=mine.user_id,
        written_at=at,
        text=said,
        client_id=client_id,
        forget_at=at + KEPT,
    )
    write_down(watch, "duty.logged", by=by, at=at, about=(LINE, line.id), text=said)
    return line


def _open_to_write(watch: Watch, at: datetime) -> None:
    before = timedelta(seconds=watch.arrangement.terms["check_in"]["opens_before"])
    if at < watch.starts_at - before:
        raise Conflict("duty.not-begun", _("This watch has not begun yet."))
    if at > watch.ends_at + AFTERWARDS:
        raise TooLate("duty.log-closed", _("This watch is over; its log is closed."))


@transaction.atomic
def open_matter(*, watch_id: uuid.UUID, text: str, by: Actor, at: datetime) -> Matter:
    """Note something that the watches pass on until it is closed. The same words twice are one matter.

    :raises NotAllowed: the watch is not theirs.
    :raises BadInput: there is no text, or too much.
    """
    watch = hold_watch(watch_id, by)
    mine = own_place(watch, by)
    said = words(text, LONGEST_MATTER)
    _open_to_write(watch, at)
    open_now = Matter.objects.filter(arrangement=watch.arrangement_id, site=watch.site_id, closed_at=None)
    there = open_now.filter(text=said).first()
    if there is not None:
        return there
    matter = Matter.objects.create(
        arrangement=watch.arrangement, site=watch.site, opened_in=watch, opened_by=mine.user_id, opened_at=at,
        text=said,
    )  # fmt: skip
    write_down(watch, "duty.matter_opened", by=by, at=at, about=(MATTER, matter.id), text=said)
    return matter


@transaction.atomic
def close_matter(*, watch_id: uuid.UUID, matter_id: uuid.UUID, by: Actor, at: datetime) -> Matter:
    """Say that a matter is settled; closing it again changes nothing.

    :raises NotAllowed: the watch is not theirs.
    :raises NotFound: the site's watches have no such matter.
    """
    watch = hold_watch(watch_id, by)
    own_place(watch, by)
    _open_to_write(watch, at)
    found = Matter.objects.select_for_update().filter(
        id=matter_id, arrangement=watch.arrangement_id, site=watch.site_id
    )
    matter = found.first()
    if matter is None:
        raise NotFound("duty.no-matter", _("There is no such matter."))
    if matter.closed_at is None:
        matter.closed_in, matter.closed_by, matter.closed_at = watch, by.user_id, at
        matter.forget_at = at + KEPT
        matter.save(update_fields=["closed_in", "closed_by", "closed_at", "forget_at"])
        write_down(watch, "duty.matter_closed", by=by, at=at, about=(MATTER, matter.id))
    return matter
