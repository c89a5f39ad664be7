"""What the clock does as time goes by."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.obligations import actions, queries, schedules
from duecare.obligations.actions.advancing import advance_all
from duecare.obligations.models import Happening, Obligation, Outage, Tally
from duecare.obligations.rules import Delta
from duecare.orgs.rules import SYSTEM
from tests.kernel.conftest import DUE, OPENS, Drafts
from tests.people import District

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def whats() -> list[tuple[str, str]]:
    return list(Happening.objects.order_by("done_at", "id").values_list("what", "audience"))


def sums(unit_key: str) -> dict[str, int]:
    return {t.measure: t.amount for t in Tally.objects.filter(unit_key=unit_key) if t.amount}


def test_a_silent_unit_climbs_the_ladder(district: District, draft: Drafts) -> None:
    assert actions.open_many(drafts=[draft()], at=OPENS - timedelta(hours=1)) == 1
    assert actions.open_many(drafts=[draft()], at=OPENS - timedelta(hours=1)) == 0
    for at in (OPENS, DUE - timedelta(hours=1), DUE, DUE + timedelta(seconds=59)):
        actions.tick(at)
    assert Obligation.objects.get().missed_at is None
    for minutes in (1, 30, 120, 500):
        actions.tick(DUE + timedelta(minutes=minutes))
    row = Obligation.objects.get()
    assert row.missed_at == DUE
    assert row.state == "open"
    assert row.wake_at is None
    assert whats() == [
        ("opened", ""),
        ("remind", "post:reporter@debtor"),
        ("remind", "post:reporter@debtor"),
        ("remind", "post:leader@debtor"),
        ("missed", ""),
        ("tell", "post:coordinator@creditor"),
        ("escalate", "post:leader@root"),
    ]
    expected = {"owed": 1, "open": 1, "missed": 1, "silent": 1}
    assert sums(district["QY-Z1"].key) == sums(district.root.key) == expected
    actions.discharge(obligation_id=row.id, by=SYSTEM, at=DUE + timedelta(hours=10))
    actions.tick(DUE + timedelta(hours=11))
    assert sums(district.root.key) == {"owed": 1, "missed": 1, "discharged": 1, "late": 1}


def test_after_two_dead_days_everything_is_worked_through_and_the_outage_is_on_record(draft: Drafts) -> None:
    actions.tick(OPENS - timedelta(minutes=1))
    actions.open_many(drafts=[draft()], at=OPENS - timedelta(minutes=1))
    back = DUE + timedelta(days=2)
    actions.tick(back)
    steps = list(Happening.objects.order_by("id").values_list("what", "was_due_at", "done_at"))
    assert [(what, was_due_at) for what, was_due_at, _done in sorted(steps, key=lambda s: (s[1], s[0]))] == [
        ("opened", OPENS),
        ("not_sent", DUE - timedelta(hours=1)),
        ("missed", DUE),
        ("remind", DUE),
        ("remind", DUE),
        ("tell", DUE + timedelta(minutes=30)),
        ("escalate", DUE + timedelta(hours=2)),
    ]
    assert {done for _what, _due, done in steps} == {back}
    outage = Outage.objects.get()
    assert (outage.from_at, outage.until_at) == (OPENS - timedelta(minutes=1), back)
    before = Happening.objects.count()
    actions.tick(OPENS)
    actions.tick(back)
    assert (Happening.objects.count(), Outage.objects.count()) == (before, 1)


def test_a_step_that_finds_nobody_is_recorded_and_the_next_is_climbed_at_once(
    district: District, draft: Drafts
) -> None:
    lonely = actions.freeze_ladder(
        [
            {"offset": -3600, "act": "remind", "to": ["post:mediator@debtor"]},
            {"offset": 1800, "act": "tell", "to": ["post:mediator@up", "post:coordinator@creditor"]},
        ]
    )
    actions.open_many(drafts=[draft(ladder_id=lonely), draft("QY-X1", ladder_id=lonely)], at=OPENS)
    actions.tick(DUE - timedelta(hours=1))
    told = list(
        Happening.objects.exclude(what="opened").values_list("what", "rung", "audience", "was_due_at")
    )
    assert sorted(told, key=str) == sorted(
        2
        * [
            ("nobody", 0, "post:mediator@debtor", DUE - timedelta(hours=1)),
            ("nobody", 1, "post:mediator@up", DUE - timedelta(hours=1)),
            ("tell", 1, "post:coordinator@creditor", DUE - timedelta(hours=1)),
        ],
        key=str,
    )
    tell = Happening.objects.filter(what="tell")[0]
    assert tell.recipients == [str(district.people["coordinator"].id)]
    assert set(Obligation.objects.values_list("rung", "wake_at")) == {(2, DUE + timedelta(minutes=1))}


def test_when_the_whole_ladder_finds_nobody_the_leader_of_the_root_is_told(
    district: District, draft: Drafts
) -> None:
    empty = actions.freeze_ladder([{"offset": 0, "act": "remind", "to": ["post:mediator@debtor"]}])
    gone = actions.freeze_ladder([{"offset": 0, "act": "remind", "to": ["sirens@root"]}])
    actions.open_many(drafts=[draft(ladder_id=empty), draft("QY-X1", ladder_id=gone)], at=OPENS)
    actions.tick(DUE)
    escalated = Happening.objects.filter(what="escalate")
    assert {(h.audience, tuple(h.recipients)) for h in escalated} == {
        ("post:leader@root", (str(district.people["leader"].id),))
    }
    assert escalated.count() == 2


def test_a_schedule_that_fails_keeps_nothing_waiting(draft: Drafts) -> None:
    def fails(at: datetime, until: datetime) -> int:
        raise ZeroDivisionError

    schedules.register("fails", fails)
    actions.open_many(drafts=[draft()], at=OPENS - timedelta(hours=1))
    with pytest.raises(ZeroDivisionError):
        actions.tick(OPENS)
    assert Obligation.objects.get().opened_at == OPENS


@pytest.mark.parametrize("at", [OPENS, DUE - timedelta(hours=1), DUE + timedelta(days=1)])
def test_a_batch_takes_a_fixed_number_of_statements_whatever_its_size(
    district: District, draft: Drafts, at: datetime
) -> None:
    counts = []
    for round_, size in enumerate((2, 60)):
        drafts = [draft(origin=f"{round_}/{n}") for n in range(size)]
        actions.open_many(drafts=drafts, at=OPENS - timedelta(hours=1))
        with CaptureQueriesContext(connection) as captured:
            assert advance_all(at) == size
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 16  # two transactions with their savepoints, the second of which finds nothing


def test_materialising_takes_a_fixed_number_of_statements(draft: Drafts) -> None:
    counts = []
    for round_, size in enumerate((2, 60)):
        drafts = [draft(origin=f"{round_}/{n}") for n in range(size)]
        with CaptureQueriesContext(connection) as captured:
            assert actions.open_many(drafts=drafts, at=OPENS) == size
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_figure_of_a_module_is_folded_upward_once(district: District) -> None:
    unit = district["QY-X1-D1"]
    rows = [
        Delta(unit.lineage, "test.report", "winter/daily/pm", DUE.date(), "figure:boilers", n) for n in (3, 4)
    ]
    actions.add_deltas(rows)
    assert actions.fold(DUE) == 2
    assert actions.fold(DUE) == 0
    assert sums(unit.key) == sums(district["QY-X1"].key) == sums(district.root.key) == {"figure:boilers": 7}
    assert queries.tallied_at() == DUE
