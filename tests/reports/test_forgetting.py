"""Free text goes after 90 days; figures, versions and the record stay."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from duecare.audit.models import Entry
from duecare.obligations import actions as kernel
from duecare.reports.actions import ask_question, file_report, forget_texts
from duecare.reports.models import Question, Submission
from tests.people import actor_of, client_for, clock_at
from tests.reports.conftest import DUE, HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_texts_are_erased_after_ninety_days(winter, typed):
    due, by, sending = winter.due(), actor_of("reporter_z1"), uuid.uuid4()
    file_report(obligation_id=due.pk, values=typed(note="锅炉停了"), client_id=sending, by=by, at=DUE)
    ask_question(obligation_id=due.pk, text="何时修好?", by=actor_of("coordinator"), at=DUE + HOUR)
    before = DUE + timedelta(days=90) - timedelta(seconds=1)
    assert forget_texts(before) == 0
    kernel.tick(DUE + timedelta(days=91))
    kept, question = Submission.objects.get(), Question.objects.get()
    assert (kept.texts, bytes(kept.salt), bytes(kept.content_hash)) == ({}, b"", b"")
    assert kept.values["present"] == 612
    assert (question.text, question.forgotten_at) == ("", DUE + timedelta(days=91))
    assert Entry.objects.filter(verb="reports.texts-erased").count() == 2
    assert forget_texts(DUE + timedelta(days=92)) == 0
    again = file_report(
        obligation_id=due.pk, values=typed(), client_id=sending, by=by, at=DUE + timedelta(days=92), seen=1
    )
    assert again.pk == kept.pk
    with clock_at(DUE + timedelta(days=92)):
        page = client_for("reporter_z1").get(f"/reports/{due.pk}/").content.decode()
    assert "满 90 天已清除" in page
    assert "锅炉停了" not in page


def test_no_free_text_is_in_the_record(winter, typed):
    due = winter.due()
    file_report(
        obligation_id=due.pk,
        values=typed(note="锅炉停了"),
        client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"),
        at=DUE,
    )
    ask_question(obligation_id=due.pk, text="何时修好?", by=actor_of("coordinator"), at=DUE + HOUR)
    details = [
        str(e.detail.body) for e in Entry.objects.filter(verb__startswith="reports.").select_related("detail")
    ]
    assert not any("锅炉" in text or "何时" in text for text in details)
