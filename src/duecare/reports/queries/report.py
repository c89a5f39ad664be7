"""The page of one report: what is owed, every version, question and answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.reports.actions.held import KIND, form_of, may_know, no_such_report
from duecare.reports.models import FormVersion, Question, Review, Round, Submission
from duecare.reports.queries.cells import Answer, answers
from duecare.reports.rules import Form


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its answers and who of the level above has looked at it."""

    submission: Submission
    answers: list[Answer]
    reviews: list[Review]
    late: bool

    @property
    def changes(self) -> list[Answer]:
        """The answers that differ from the version before."""
        return [answer for answer in self.answers if answer.changed]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page of a report shows.

    :param versions: newest first.
    :param may_file: own, behalf or "" (may only look).
    """

    due: Obligation
    round_id: uuid.UUID
    form: Form
    versions: list[Version]
    question: Question | None
    may_file: str
    may_ask: bool
    may_review: bool
    reviewed: bool = field(default=False)

    @property
    def zone(self) -> str:
        """The unit's time zone."""
        return self.due.debtor.zone

    @property
    def newest(self) -> Version | None:
        """The version that counts."""
        return self.versions[0] if self.versions else None

    @property
    def seen(self) -> int:
        """The newest version's number; 0 when nothing was filed."""
        return self.versions[0].submission.version if self.versions else 0

    @property
    def fileable(self) -> bool:
        """Whether the reader may file or correct it now: it has opened, and nobody let the unit off."""
        return bool(self.may_file) and self.due.state in {"open", "discharged"}


def report_page(obligation_id: uuid.UUID, by: Actor) -> ReportPage:
    """The page of a report; four statements, whatever its history.

    :raises NotFound: there is none, or none of the actor's posts may know of it.
    """
    due = _due(obligation_id, by)
    lineage = due.debtor.lineage
    submissions = list(
        Submission.objects.filter(obligation=due).select_related("filed_by", "post__unit").order_by("version")
    )
    reviews = list(
        Review.objects.filter(submission__obligation=due).select_related("user", "post").order_by("at")
    )
    question = (
        Question.objects.filter(obligation=due)
        .select_related(
            "owed", "about", "correction", "asked_by", "asked_post", "answered_by", "answered_post"
        )
        .first()
    )
    versions = _versions(due, submissions, reviews)
    latest = submissions[-1] if submissions else None
    return ReportPage(
        due=due,
        round_id=due.round_id,  # type: ignore[attr-defined]
        form=form_of(due.round_form),  # type: ignore[attr-defined]
        versions=versions,
        question=question,
        may_file=_may_file(by, lineage),
        may_ask=_above(by, "reports.question", lineage) and latest is not None and question is None,
        may_review=_above(by, "reports.read", lineage) and latest is not None,
        reviewed=any(r.user_id == by.user_id and latest and r.submission_id == latest.pk for r in reviews),
    )


def question_home(obligation_id: uuid.UUID, by: Actor) -> uuid.UUID:
    """The report that an answer is owed about. :raises NotFound: there is none for this actor."""
    question = Question.objects.filter(owed=obligation_id).select_related("obligation__debtor").first()
    if question is None or not may_know(by, question.obligation.debtor.lineage):
        raise no_such_report()
    return question.obligation_id


def fields_asked(due: Obligation) -> Sequence[Mapping[str, Any]]:
    """The fields that a report due asks for, as the plan file writes them."""
    found = FormVersion.objects.get(
        pk__in=Round.objects.filter(strand=due.strand, slot=due.slot).values("form")
    )
    fields: Sequence[Mapping[str, Any]] = found.fields
    return fields


def _due(obligation_id: uuid.UUID, by: Actor) -> Obligation:
    same = Round.objects.filter(strand=OuterRef("strand"), slot=OuterRef("slot"))
    due: Any = (
        Obligation.objects.select_related("debtor", "creditor")
        .annotate(round_id=Subquery(same.values("pk")[:1]), round_form=Subquery(same.values("form")[:1]))
        .filter(pk=obligation_id, kind=KIND)
        .first()
    )
    if due is None or due.round_id is None or not may_know(by, due.debtor.lineage):
        raise no_such_report()
    found: Obligation = due
    return found


def _versions(due: Obligation, submissions: list[Submission], reviews: list[Review]) -> list[Version]:
    """Newest first; each is read by the form it was filed with."""
    found = []
    for i, one in enumerate(submissions):
        found.append(
            Version(
                one,
                [] if one.nil else answers(form_of(one.form_id), one, submissions[i - 1] if i else None),
                [review for review in reviews if review.submission_id == one.pk],
                late=due.late and (i == 0 or one.received_at > due.due_at),
            )
        )
    return found[::-1]


def _may_file(by: Actor, lineage: str) -> str:
    if rights.may(by, "reports.file", lineage):
        return "own"
    return "behalf" if rights.may(by, "reports.file_for", lineage) else ""


def _above(by: Actor, right: str, lineage: str) -> bool:
    return any(
        post.covers(lineage) and post.lineage != lineage for post in by.carrying(rights.all_rights()[right])
    )
