"""What the clock does as time goes by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.obligations import actions
from duecare.obligations.models import Happening, Obligation, Tally
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
