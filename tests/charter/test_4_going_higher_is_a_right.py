"""Rule 4: nobody is measured by how many complain; sums under five are not shown; a report goes back once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.core.errors import Conflict, NotAllowed
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation, Tally
from duecare.obligations.rules import MEASURES, suppressed
from duecare.reports.actions import answer_question, ask_question, file_report
from duecare.reports.models import Question, Submission
from tests.people import actor_of
from tests.reports.conftest import DUE, HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CELLS = st.dictionaries(
    st.integers(0, 8),
    st.dictionaries(st.sampled_from(["open", "missed"]), st.integers(0, 40), max_size=2),
    max_size=6,
)


@settings(deadline=None)
@given(CELLS)
def test_no_sum_under_five_is_shown(cells):
    for sums in suppressed(cells).values():
        assert not [n for n in sums.values() if n is not None and 0 < n < 5]


@settings(deadline=None)
@given(CELLS)
def test_what_is_hidden_cannot_be_computed_from_the_total(cells):
    """Either nothing is hidden or at least two cells that count something are, unless there is only one."""
    shown = suppressed(cells)
    hidden = [key for key, sums in shown.items() if sums and all(n is None for n in sums.values())]
    counting = [key for key, sums in cells.items() if any(sums.values())]
    assert not hidden or len(hidden) >= 2 or len(counting) == 1


def test_what_is_measured_is_what_units_owe():
    """The kernel's measures: none counts who complained, where they went, or how often."""
    names = {name for effects in MEASURES.values() for name in effects}
    assert names == {"owed", "open", "missed", "silent", "discharged", "late", "waived", "lapsed"}


def filed(winter, typed, present: str, seen: int = 0) -> Submission:
    """A school's report, an hour before it is due."""
    return file_report(
        obligation_id=winter.due().pk, values=typed(present=present), client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"), at=DUE - HOUR, seen=seen,
    )  # fmt: skip


def ask(winter) -> Question:
    """The office sends the report back."""
    return ask_question(
        obligation_id=winter.due().pk, text="与昨日相差较大,请核实。", by=actor_of("coordinator"), at=DUE
    )


def present_in(unit) -> int:
    """What counts now for the unit's subtree."""
    kernel.tick(DUE)
    rows = Tally.objects.filter(unit_key=unit.key, strand="winter/daily/pm", measure="figure:present")
    return sum(row.amount for row in rows)


def test_a_report_is_sent_back_once(winter, typed):
    filed(winter, typed, "612")
    question = ask(winter)
    with pytest.raises(Conflict):
        ask(winter)
    answer_question(
        obligation_id=question.owed_id,
        text="已核实。",
        by=actor_of("reporter_z1"),
        at=DUE + timedelta(minutes=5),
    )
    with pytest.raises(Conflict):
        ask(winter)


def test_the_original_counts_until_its_own_unit_corrects_it(winter, typed):
    filed(winter, typed, "612")
    ask(winter)
    assert present_in(winter.district.root) == 612
    with pytest.raises(NotAllowed):
        file_report(
            obligation_id=winter.due().pk, values=typed(present="0"), client_id=uuid.uuid4(),
            by=actor_of("coordinator"), at=DUE, seen=1,
        )  # fmt: skip
    assert present_in(winter.district.root) == 612
    filed(winter, typed, "600", seen=1)
    assert present_in(winter.district.root) == 600


def test_the_level_above_sees_question_before_and_after(winter, typed):
    first = filed(winter, typed, "612")
    question = ask(winter)
    second = filed(winter, typed, "600", seen=1)
    question.refresh_from_db()
    assert (question.about_id, question.correction_id) == (first.pk, second.pk)
    assert [s.values["present"] for s in Submission.objects.order_by("version")] == [612, 600]


def test_a_question_is_owed_and_its_lateness_seen_like_any_other(winter, typed):
    filed(winter, typed, "612")
    question = ask(winter)
    owed = Obligation.objects.get(pk=question.owed_id)
    assert owed.debtor == winter.district["QY-Z1"] and owed.due_at > DUE
    kernel.tick(owed.due_at + timedelta(minutes=2))
    owed.refresh_from_db()
    assert owed.missed_at == owed.due_at
