"""Several people and the clock at the same moment, each with a connection of its own."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta

import pytest

from duecare.obligations import actions as kernel
from duecare.obligations.models import Tally
from duecare.reports.actions import file_report
from duecare.reports.models import Submission
from tests.at_once import at_once
from tests.people import actor_of
from tests.reports.conftest import DUE, HOUR

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def filing(winter, username, values, sending=None, at=DUE):
    due, by = winter.due().pk, actor_of(username)
    return lambda: (
        file_report(obligation_id=due, values=values, client_id=sending or uuid.uuid4(), by=by, at=at).pk
    )


def test_two_people_file_at_once(winter, typed):
    answers = at_once(
        filing(winter, "reporter_z1", typed()), filing(winter, "leader_z1", typed(present="599"))
    )
    assert Counter(type(a).__name__ for a in answers) == {"UUID": 1, "str": 1}
    assert "reports.already-filed" in answers
    assert Submission.objects.get().latest
    kernel.tick(DUE)
    counted = Tally.objects.get(
        unit_key=winter.district.root.key, strand="winter/daily/pm", measure="count:present"
    )
    assert counted.amount == 1


def test_one_sending_arrives_four_times_at_once(winter, typed):
    sending = uuid.uuid4()
    answers = at_once(*[filing(winter, "reporter_z1", typed(), sending) for _i in range(4)])
    assert set(answers) == {Submission.objects.get().pk}


def test_filing_at_the_cutoff_while_the_clock_ticks(winter, typed):
    """Received at the cut-off it is on time, though the clock comes by before it is committed."""
    ticking = [lambda: kernel.tick(DUE + timedelta(seconds=44)) and None for _clock in range(2)]
    at_once(filing(winter, "reporter_z1", typed()), *ticking)
    kernel.tick(DUE + HOUR)
    due = winter.due()
    assert (due.state, due.late) == ("discharged", False)
    sums = dict(
        Tally.objects.filter(
            unit_key=winter.district.root.key, strand="winter/daily/pm", slot="2027-01-04"
        ).values_list("measure", "amount")
    )
    assert {m: sums[m] for m in ("owed", "discharged", "silent", "missed", "count:present")} == {
        "owed": 5, "discharged": 1, "silent": 4, "missed": 4, "count:present": 1,
    }  # fmt: skip
