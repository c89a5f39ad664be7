"""Everything in any order, against a plain-Python model: each transition once, none lost, tallies as counted."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duecare.core.errors import BadInput, Conflict, TooLate
from duecare.obligations import actions
from duecare.obligations.models import Obligation, Suspension, Tally, TallyDelta
from duecare.obligations.rules import Draft
from duecare.orgs.rules import SYSTEM
from tests.kernel.model import MINUTE, Duty, Rungs, sums
from tests.people import FOUNDED, District

pytestmark = [pytest.mark.both, pytest.mark.django_db]

UNITS = ("QY-Z1", "QY-X3", "QY-X1-D1", "QY-X1")
ABOVE = {"QY-X1-D1": ("QY-X1-D1", "QY-X1", "QY")}
DAY = date(2027, 1, 4)
LADDERS: tuple[tuple[tuple[int, str, str, bool], ...], ...] = (
    (),
    ((-3600, "remind", "post:reporter@debtor", True), (0, "remind", "post:reporter@debtor", True),
     (1800, "tell", "post:coordinator@creditor", True), (7200, "escalate", "post:leader@root", True)),
    ((-3600, "remind", "post:mediator@debtor", False), (1800, "tell", "post:coordinator@creditor", True)),
    ((-60, "remind", "post:reporter@debtor", True), (60, "tell", "post:mediator@up", False)),
)  # fmt: skip
SECONDS = st.sampled_from([0, 1, 30, 59, 60, 61, 600, 1800, 3600, 7200, 43_200, 200_000])


class Kernel(RuleBasedStateMachine):
    """The kernel and its model, side by side; each example in a transaction that is undone."""

    district: District

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = FOUNDED + timedelta(days=10)
        self.duties: dict[str, Duty] = {}
        self.rungs: dict[str, Rungs] = {}
        self.folded = True
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def ladders(self) -> None:
        for steps in LADDERS:
            frozen = actions.freeze_ladder([{"offset": o, "act": a, "to": [t]} for o, a, t, _found in steps])
            self.rungs[frozen] = tuple((o, a, found) for o, a, _t, found in steps)

    def draft(self, origin: str, unit: str, **given: Any) -> Draft:
        place = self.district[unit]
        return Draft(
            origin=origin, root_id=self.district.root.id, debtor_id=place.id, lineage=place.lineage,
            creditor_id=self.district.office.id, post="reporter", title="报告", strand="m/daily/pm", programme="m",
            slot=DAY, **given,
        )  # fmt: skip

    @rule(
        number=st.integers(0, 7), unit=st.sampled_from(UNITS), opens=SECONDS, lasts=SECONDS,
        closes=st.none() | SECONDS, ladder=st.integers(0, len(LADDERS) - 1),
    )  # fmt: skip
    def open(self, number: int, unit: str, opens: int, lasts: int, closes: int | None, ladder: int) -> None:
        origin = f"m/{number}"
        opens_at = self.now + timedelta(seconds=opens - 3600)
        due_at = opens_at + timedelta(seconds=lasts)
        closes_at = None if closes is None else due_at + timedelta(seconds=closes)
        frozen = list(self.rungs)[ladder]
        kind = "test.report" if closes_at is None else "test.shift"
        draft = self.draft(
            origin, unit, kind=kind, opens_at=opens_at, due_at=due_at, closes_at=closes_at, ladder_id=frozen
        )
        new = actions.open_many(drafts=[draft, draft], at=self.now)
        assert new == (origin not in self.duties)
        if new:
            duty = self.duties[origin] = Duty(unit, self.rungs[frozen], opens_at, due_at, closes_at)
            duty.open_up(self.now)
            self.folded = False

    def pick(self, data: st.DataObject) -> tuple[Obligation, Duty]:
        origin = data.draw(st.sampled_from(sorted(self.duties)))
        self.folded = False
        return Obligation.objects.get(origin=origin), self.duties[origin]

    @precondition(lambda self: self.duties)
    @rule(data=st.data())
    def discharge(self, data: st.DataObject) -> None:
        row, duty = self.pick(data)
        closes = None if duty.closes is None else max(duty.closes, duty.due)
        refused = duty.ended or (not duty.opened and self.now < duty.opens) or (closes and self.now > closes)
        try:
            actions.discharge(obligation_id=row.id, by=SYSTEM, at=self.now)
        except (Conflict, TooLate):
            assert refused
            return
        assert not refused
        duty.open_up(self.now)
        if self.now > duty.due and not duty.paused:
            duty.miss()
        duty.ended = "discharged"
        duty.log["discharged"] += 1

    @precondition(lambda self: self.duties)
    @rule(data=st.data())
    def waive(self, data: st.DataObject) -> None:
        row, duty = self.pick(data)
        try:
            actions.waive(obligation_id=row.id, by=SYSTEM, at=self.now, why="雪")
        except Conflict:
            assert duty.ended
            return
        assert not duty.ended
        self.end_as_waived(duty)

    def end_as_waived(self, duty: Duty) -> None:
        duty.settle(self.now)
        duty.ended = "waived"
        duty.log["waived"] += 1

    def just_due(self, duty: Duty) -> bool:
        return duty.missed is None and not duty.paused and duty.due < self.now < duty.due + MINUTE

    @precondition(lambda self: self.duties)
    @rule(data=st.data(), seconds=SECONDS)
    def extend(self, data: st.DataObject, seconds: int) -> None:
        row, duty = self.pick(data)
        later = timedelta(seconds=seconds)
        refused = duty.ended or not later or self.just_due(duty)
        try:
            actions.extend(
                obligation_id=row.id, new_due_at=duty.due + later, by=SYSTEM, at=self.now, why="雪"
            )
        except (BadInput, Conflict):
            assert refused
            return
        assert not refused
        duty.settle(self.now)
        self.move(duty, later)
        duty.log["extended"] += 1

    def move(self, duty: Duty, later: timedelta) -> None:
        duty.due += later
        if duty.closes is not None:
            duty.closes += later

    @precondition(lambda self: self.duties)
    @rule(data=st.data())
    def pause(self, data: st.DataObject) -> None:
        row, duty = self.pick(data)
        early = not duty.opened and self.now < duty.opens
        refused = duty.ended or duty.paused or early or self.just_due(duty)
        try:
            actions.pause(obligation_id=row.id, by=SYSTEM, at=self.now, why="听证")
        except Conflict:
            assert refused
            return
        assert not refused
        duty.settle(self.now)
        duty.paused = True
        duty.log["paused"] += 1

    @precondition(lambda self: any(duty.paused for duty in self.duties.values()))
    @rule(data=st.data(), seconds=SECONDS)
    def go_on(self, data: st.DataObject, seconds: int) -> None:
        row, duty = self.pick(data)
        later = timedelta(seconds=seconds)
        due = duty.due + later
        try:
            actions.go_on(obligation_id=row.id, new_due_at=due, by=SYSTEM, at=self.now, why="听证结束")
        except Conflict:
            assert duty.ended or not duty.paused
            return
        duty.paused = False
        self.move(duty, later)
        duty.log["resumed"] += 1

    @precondition(lambda self: self.duties)
    @rule(data=st.data(), to=st.sampled_from(UNITS))
    def reassign(self, data: st.DataObject, to: str) -> None:
        row, duty = self.pick(data)
        refused = duty.ended or self.just_due(duty)
        try:
            actions.reassign(
                obligation_id=row.id, to_debtor=self.district[to], to_post="leader", by=SYSTEM, at=self.now, why="雪"
            )  # fmt: skip
        except Conflict:
            assert refused
            return
        assert not refused
        duty.settle(self.now)
        duty.unit = to
        duty.log["reassigned"] += 1

    @rule(unit=st.sampled_from(["QY-X1", "QY-Z1"]), days=st.sampled_from([0, 0, 1]))
    def suspend(self, unit: str, days: int) -> None:
        touched = [d for d in self.duties.values() if not d.ended and unit in ABOVE.get(d.unit, (d.unit,))]
        move_to = DAY + timedelta(days=days) if days else None
        count = actions.suspend_day(
            unit=self.district[unit], day=DAY, why="雪", move_to=move_to, by=SYSTEM, at=self.now
        )
        Suspension.objects.all().delete()  # that what comes later obeys it too has tests of its own
        assert count == len(touched)
        for duty in touched:
            if days:
                if not duty.opened and self.now < duty.opens:
                    duty.opens += timedelta(days=days)
                duty.settle(self.now)
                self.move(duty, timedelta(days=days))
                duty.log["extended"] += 1
            else:
                self.end_as_waived(duty)
        self.folded = False

    @rule(seconds=SECONDS)
    def tick(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        actions.tick(self.now)
        for duty in self.duties.values():
            duty.tick(self.now)
        self.folded = True

    @rule(seconds=SECONDS)
    def tick_with_the_clock_set_back(self, seconds: int) -> None:
        """It finds what was due by then, and undoes nothing."""
        back = self.now - timedelta(seconds=seconds + 1)
        actions.tick(back)
        for duty in self.duties.values():
            duty.tick(back)
        self.folded = True

    @invariant()
    def rows_are_as_the_model_says(self) -> None:
        for row in Obligation.objects.select_related("debtor"):
            duty = self.duties[row.origin]
            assert row.debtor.code == duty.unit
            assert (row.opened_at is not None) == duty.opened
            assert (row.missed_at, row.closed_as) == (duty.missed, duty.ended)
            assert row.wake_at is None or not (row.closed_at or row.paused_at)
            assert (row.paused_at is not None) == duty.paused
            log = Counter(row.happenings.values_list("what", flat=True))
            assert log == +duty.log

    @invariant()
    def tallies_are_as_counted(self) -> None:
        if not self.folded:
            return
        assert not TallyDelta.objects.exists()
        duties = list(self.duties.values())
        own = {unit: sums(duties, unit) for unit in UNITS}
        expected: dict[str, Counter[str]] = {code: Counter() for code in self.district.units}
        for unit, count in own.items():
            for above in ABOVE.get(unit, (unit, "QY")):
                expected[above] += count
        for code, count in expected.items():
            folded: Counter[str] = Counter()
            for tally in Tally.objects.filter(unit_key=self.district[code].key):
                folded[tally.measure] += tally.amount
            assert {measure: n for measure, n in folded.items() if n} == dict(+count), code


def machine(district: District) -> type[Kernel]:
    return type("KernelHere", (Kernel,), {"district": district, "__doc__": Kernel.__doc__})


def test_in_any_order(district: District) -> None:
    run_state_machine_as_test(
        machine(district),
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.deep
def test_in_any_order_for_long(district: District) -> None:
    run_state_machine_as_test(
        machine(district),
        settings=settings(
            max_examples=600, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
