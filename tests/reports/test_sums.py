"""Sums over the tree equal a recount of what counts, whatever is filed, corrected, resent, and whoever ticks when."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from duecare.core.errors import DomainError
from duecare.obligations import actions as kernel
from duecare.obligations.models import Tally
from duecare.reports.actions import file_report
from duecare.reports.models import Submission
from tests.people import actor_of, small_district
from tests.reports.conftest import DUE, MORNING, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CODES = ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2")
numbers = st.none() | st.integers(0, 5000)


class Reporting(RuleBasedStateMachine):
    """Schools file, correct and resend in any order; sometimes the clock ticks."""

    @initialize()
    def found(self):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.winter = Programme(small_district())
        self.winter.apply()
        kernel.tick(MORNING)
        self.at = DUE - timedelta(hours=2)
        self.sent = []

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(code=st.sampled_from(CODES), present=numbers, water=numbers, nil=st.booleans(), who=st.booleans())
    def file(self, code, present, water, nil, who):
        due = self.winter.due(code)
        values = (
            None
            if nil
            else {
                "present": present if present is not None else "",
                "water": water if water is not None else "",
            }
        )
        given: dict[str, Any] = {
            "obligation_id": due.pk,
            "values": values,
            "client_id": uuid.uuid4(),
            "by": actor_of(f"{'reporter' if who else 'leader'}_{code[3:].lower()}"),
            "seen": Submission.objects.filter(obligation=due).count(),
        }
        self.at += timedelta(minutes=7)
        try:
            file_report(**given, at=self.at)
        except DomainError:
            return
        self.sent.append(given)

    @rule(index=st.integers(0, 10))
    def resend(self, index):
        if self.sent:
            file_report(**self.sent[index % len(self.sent)], at=self.at)

    @rule()
    def tick(self):
        kernel.tick(self.at)

    @invariant()
    def sums_are_a_recount(self):
        kernel.fold(self.at)
        for unit in (self.winter.district.root, *(self.winter.district[code] for code in CODES)):
            kept = Submission.objects.filter(latest=True, lineage__startswith=unit.lineage)
            recount = {"count:nil": sum(s.nil for s in kept)}
            for key in ("present", "water"):
                given = [s.values[key] for s in kept if key in s.values]
                recount |= {f"figure:{key}": sum(given), f"count:{key}": len(given)}
            tally = dict(
                Tally.objects.filter(
                    unit_key=unit.key, strand="winter/daily/pm", slot="2027-01-04", measure__contains=":"
                ).values_list("measure", "amount")
            )
            assert {k: v for k, v in tally.items() if v} == {k: v for k, v in recount.items() if v}


def test_sums():
    run_state_machine_as_test(
        Reporting,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
