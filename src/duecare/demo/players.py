"""The district's posts at work: each files, answers and completes by the actions people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from duecare.core.errors import DomainError
from duecare.core.ids import uuid7
from duecare.demo import cases, exchanges, inspecting, mending, receiving, rosters, watches
from duecare.demo.clockface import BEGIN, standing_still
from duecare.demo.moments import SETTLED, Act
from duecare.demo.posts import someone
from duecare.demo.rules import answers, dice, filing_offset
from duecare.obligations.models import Obligation
from duecare.reports import actions as reports
from duecare.reports.models import Submission
from duecare.reports.queries import fields_asked
from duecare.tasks import actions as tasks

LOOK_BACK = timedelta(hours=6)
LOOK_AHEAD = timedelta(days=12)


def play(since: datetime, at: datetime) -> int:
    """Everything that the district's people do after ``since`` and until ``at``, in order. :returns: how much."""
    due = Obligation.objects.open().filter(due_at__gte=since - LOOK_BACK, due_at__lte=at + LOOK_AHEAD)
    acts = [act for o in due.select_related("debtor") for act in _plans(o) if since < act[0] <= at]
    others = (
        *_questions(since, at),
        *watches.standing_watch(since, at),
        *exchanges.passing_on(since, at),
        *inspecting.walking(since, at),
        *mending.mending(since, at),
        *cases.bringing(since, at),
        *receiving.taking(since, at),
    )
    acts += [act for act in others if since < act[0] <= at]
    done = 0
    for moment, act in sorted(acts, key=lambda pair: pair[0]):
        with standing_still(moment):
            try:
                act(moment)
            except DomainError:
                continue  # a visitor was quicker: what was owed is done already
        done += 1
    return done


def _plans(o: Obligation) -> Iterator[Act]:
    if o.kind == "reports.report":
        yield from _report(o)
    elif o.kind == "reports.question":
        yield o.opens_at + timedelta(minutes=75), lambda at: _answer(o, at)
    elif o.kind == "duty.roster":
        yield from rosters.drawing_up(o)
    elif o.kind == "duty.request":
        yield from exchanges.deciding(o)
    elif o.kind == "duty.presence":
        yield from watches.presence(o)
    elif o.kind == "receptions.day":
        yield from receiving.saying(o)
    elif o.kind.startswith("tasks."):
        hours = 3 + 60 * dice("task", o.origin)
        yield (
            max(o.opens_at + SETTLED, BEGIN + SETTLED, o.due_at - timedelta(hours=hours)),
            lambda at: _complete(o, at),
        )


def _report(o: Obligation) -> Iterator[Act]:
    offset = filing_offset(o.debtor.code, o.slot, o.strand)
    if offset is None:
        yield o.due_at + timedelta(hours=3), lambda at: _take_by_phone(o, at)
    else:
        yield max(o.due_at + offset, o.opens_at + SETTLED), lambda at: _file(o, at)


def _file(o: Obligation, at: datetime) -> None:
    values = answers(fields_asked(o), o.debtor.code, o.slot)
    quiet = dice("nil", o.debtor.code, o.slot, o.strand) < 0.35
    reports.file_report(
        obligation_id=o.id,
        values=None if quiet else values,
        client_id=uuid7(),
        by=someone(o.debtor.code, "reporter", "coordinator", "leader"),
        at=at,
    )


def _take_by_phone(o: Obligation, at: datetime) -> None:
    reports.file_report(
        obligation_id=o.id,
        values=None,
        client_id=uuid7(),
        by=someone(o.creditor.code, "coordinator"),
        at=at,
        on_behalf=True,
    )


def _questions(since: datetime, at: datetime) -> Iterator[Act]:
    """Now and then the office sends a report back with a question, forty minutes after it came."""
    wait = timedelta(minutes=40)
    recent = Submission.objects.filter(
        received_at__gt=since - wait, received_at__lte=at - wait, version=1, nil=False
    ).select_related("obligation__creditor")
    recent = recent.exclude(obligation__creditor__parent=None)
    for submission in recent:
        if dice("question", submission.id) < 0.25:
            yield submission.received_at + wait, _asker(submission)


def _asker(submission: Submission) -> Callable[[datetime], object]:
    def ask(at: datetime) -> object:
        return reports.ask_question(
            obligation_id=submission.obligation_id,
            text="数字比昨天多，请核实并说明原因。",
            by=someone(submission.obligation.creditor.code, "coordinator"),
            at=at,
        )

    return ask


def _answer(o: Obligation, at: datetime) -> None:
    reports.answer_question(
        obligation_id=o.id, text="已核实，数字无误。", by=someone(o.debtor.code, "reporter", "leader"), at=at
    )


def _complete(o: Obligation, at: datetime) -> None:
    tasks.complete(
        obligation_id=o.id,
        by=someone(o.debtor.code, o.post or "reporter", "reporter", "coordinator", "leader"),
        at=at,
        note="",
    )
