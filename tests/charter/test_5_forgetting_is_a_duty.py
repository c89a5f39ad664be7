"""Rule 5: what people wrote goes when its time is over, by itself, and the record stays whole without it."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models

from duecare.audit.actions import sequence
from duecare.audit.models import Detail
from duecare.audit.queries import verify
from duecare.hazards.actions import ask_for_more_time, decide_on_more_time, put_right, report_hazard
from duecare.hazards.actions import verify as verify_hazard
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.reports.actions import answer_question, ask_question, file_report
from duecare.tasks.actions import complete
from tests.charter.tables import columns
from tests.guards import sources
from tests.people import FOUNDED, actor_of
from tests.reports.conftest import DUE, HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAYS_90 = timedelta(days=90)
WORDS = "暖气管道漏水"
_WALK = "src/duecare/inspections/static/inspections/walk"
#: What may keep something on a phone: the page that inspects without a network, which says so before an inspection is
#: begun (docs/decisions/an-inspection-lies-on-the-phone-until-the-server-has-it.md).
KEPT_ON_PHONES = {
    f"{_WALK}/store.js": {"indexedDB"},
    f"{_WALK}/worker.js": {"caches.open"},  # the page's own files, no data
    f"{_WALK}/phone.js": {"indexedDB", "document.cookie"},  # whether there is one; how many things wait
}
#: Every column that holds what people wrote, and why it may: what is not erased is a reason given by a post for an
#: act of its own, part of the facts of a duty, or a plan's own text.
WRITTEN = {
    "audit.Detail.body": "details of an act, erasable; see the tests of the record",
    "obligations.Obligation.closed_why": "reason for a waiver",
    "obligations.Outage.why": "reason",
    "obligations.Suspension.why": "reason",
    "obligations.Term.why": "reason for an extension",
    "obligations.Transfer.why": "reason for a hand-over",
    "plans.Programme.ended_why": "reason",
    "plans.PlanVersion.source": "the plan",
    "duty.Handover.note": "erased after 90 days",
    "duty.LogLine.text": "erased after 90 days",
    "duty.Matter.text": "erased 90 days after it was closed",
    "duty.Search.answer": "made by the program",
    "duty.Search.problem": "made by the program from the roster",
    "grievances.Findable.words": "of the subject line; gone with it when the case is forgotten",
    "grievances.Inquiry.answer": "sealed; gone with its key",
    "hazards.Commitment.contingency": "erased 90 days after close-out",
    "hazards.Commitment.measures": "erased 90 days after close-out",
    "hazards.Extension.why": "erased 90 days after close-out",
    "hazards.Findable.words": "erased 90 days after close-out",
    "hazards.Hazard.text": "erased 90 days after close-out",
    "hazards.SavedView.query": "a reader's own filters, until the reader deletes them",
    "hazards.Step.text": "erased 90 days after close-out",
    "inspections.Found.why": "a code",
    "inspections.Inspection.words": "erased after 90 days",
    "inspections.SecondVersion.words": "erased after 90 days",
    "notify.Notice.body": "made by the program from titles and times",
    "notify.Notice.body_en": "made by the program from titles and times",
    "notify.Delivery.problem": "what a mail server answered",
    "notify.Letter.body": "the signed heads of the record",
    "orgs.Session.session_data": "made by the program",
    "receptions.Day.why": "erased after 90 days",
    "reports.Question.answer": "erased after 90 days",
    "reports.Question.text": "erased after 90 days",
    "reports.Submission.texts": "erased after 90 days",
    "sightings.Message.text": "erased 90 days after the decision, or when it is withdrawn",
    "sightings.Sighting.reason": "erased 90 days after the decision, or when it is withdrawn",
    "sightings.Sighting.text": "erased 90 days after the decision, or when it is withdrawn",
    "tasks.Completion.note": "erased after 90 days",
}
#: Long or oddly named columns that hold no sentence: addresses, keys, a plan's own values, titles of a plan.
NO_WORDS = {
    "duty.Arrangement.body", "grievances.ProcedureVersion.body", "grievances.Provision.body",
    "hazards.Provision.body", "inspections.ChecklistVersion.body",
    "notify.Letter.dedup", "notify.Letter.to", "notify.Notice.dedup", "notify.Notice.title_en",
    "obligations.CalendarData.body", "orgs.User.email", "plans.PlanVersion.body", "receptions.Series.body",
    "tasks.Item.body",
}  # fmt: skip
LONG = 200


def everything() -> str:
    """All that stands in the database's tables, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [
                json.dumps([str(value) for value in row], ensure_ascii=False) for row in cursor.fetchall()
            ]
    return "\n".join(found)


def test_every_column_for_written_words_says_what_becomes_of_it():
    found = {
        name
        for name, field in columns()
        if isinstance(field, models.TextField)
        or (isinstance(field, models.CharField) and (field.max_length or 0) > LONG)
        or name.rpartition(".")[2]
        in {"why", "note", "text", "texts", "answer", "problem", "body", "body_en", "words"}
    }
    assert found - NO_WORDS == set(WRITTEN)


@pytest.fixture
def written(winter, typed) -> datetime:
    """A report with a text, its question and its answer. Returns when the last of it was written."""
    file_report(
        obligation_id=winter.due().pk, values=typed(note=WORDS), client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"), at=DUE - HOUR,
    )  # fmt: skip
    question = ask_question(
        obligation_id=winter.due().pk, text=f"{WORDS}在哪一层?", by=actor_of("coordinator"), at=DUE
    )
    answer_question(
        obligation_id=question.owed_id, text=f"{WORDS},二层。", by=actor_of("reporter_z1"), at=DUE + HOUR
    )
    return DUE + HOUR


def test_what_a_report_says_in_words_is_gone_after_90_days(written):
    kernel.tick(written + DAYS_90 - timedelta(days=1))
    assert WORDS in everything()
    kernel.tick(written + DAYS_90)
    assert WORDS not in everything()


def test_the_figures_stay_and_the_record_verifies_without_the_words(written, winter):
    kernel.tick(written + DAYS_90)
    sequence(written + DAYS_90)
    kept = winter.due().pk
    assert "612" in everything() and Obligation.objects.get(pk=kept).state == "discharged"
    assert verify().ok


def test_how_a_task_was_done_is_forgotten_too_in_the_record_as_well(district):
    draft = Draft(
        kind="tasks.task", origin="tasks/winter/check/z1", root_id=district.root.id,
        debtor_id=district["QY-Z1"].id, lineage=district["QY-Z1"].lineage, creditor_id=district.office.id,
        post="reporter", title="全面自查", strand="winter/tasks/check", slot=FOUNDED.date(), opens_at=FOUNDED,
        due_at=DUE, ladder_id=kernel.freeze_ladder([]), programme="winter",
    )  # fmt: skip
    kernel.open_many(drafts=[draft], at=FOUNDED)
    owed = Obligation.objects.get(origin=draft.origin)
    complete(obligation_id=owed.id, by=actor_of("reporter_z1"), at=DUE - HOUR, note=WORDS)
    assert WORDS in everything()
    kernel.tick(DUE - HOUR + DAYS_90)
    assert WORDS not in everything()
    sequence(DUE + DAYS_90)
    assert verify().ok


def test_an_entry_of_the_record_has_no_words_of_its_own_and_its_details_can_go(written):
    """Verb, kinds and ids are code's words; whatever else was said lies in the erasable table."""
    before = Detail.objects.count()
    assert before
    sequence(written)
    Detail.objects.all().delete()
    assert verify().ok


def test_no_script_keeps_anything_on_a_phone_unasked():
    words = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.open|document\.cookie")
    found = {
        sources.name(path): set(words.findall(path.read_text()))
        for path in sources.files(".js")
        if path.is_relative_to(sources.PACKAGE)
    }
    assert {name: kept for name, kept in found.items() if kept} == KEPT_ON_PHONES


def test_sqlite_overwrites_what_it_deletes():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_year_is_long_enough_for_all_of_it(written):
    """Nothing that was written is waiting for something that never comes."""
    kernel.tick(datetime(2028, 1, 4, tzinfo=UTC))
    assert WORDS not in everything()


def test_what_was_written_about_a_hazard_is_gone_90_days_after_close_out(district):
    said: dict[str, Any] = {"at": DUE, "text": WORDS}
    right = actor_of("reporter_z1")
    hazard = report_hazard(
        unit=district["QY-Z1"], category="heating", client_id=uuid.uuid4(), by=right, **said
    )
    ask_for_more_time(hazard_id=hazard.id, until=hazard.due_at + DAYS_90, why=WORDS, by=right, at=DUE)
    decide_on_more_time(hazard_id=hazard.id, granted=True, why=WORDS, by=actor_of("leader"), at=DUE)
    put_right(hazard_id=hazard.id, by=right, **said)
    verify_hazard(hazard_id=hazard.id, passed=True, by=actor_of("leader_z1"), **said)
    kernel.tick(DUE + DAYS_90 - HOUR)
    assert WORDS in everything()
    kernel.tick(DUE + DAYS_90)
    assert WORDS not in everything()
    sequence(DUE + DAYS_90)
    assert verify().ok
