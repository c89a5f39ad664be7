"""Who has not checked in is looked for as early as the plan lets them check in."""

from __future__ import annotations

import pytest

from duecare.duty import audiences
from tests.duty.rosters import FIRST
from tests.duty.test_watches import MINUTE
from tests.duty.watching import HOUR, build

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_who_can_check_in_early_is_looked_for_as_early() -> None:
    early = build(check_in={"opens_before": 3 * 3600, "within": 900})
    office = early.district.office.id
    assert audiences.not_checked_in("", [office], FIRST - 3 * HOUR - MINUTE) == {}
    assert len(audiences.not_checked_in("", [office], FIRST - 3 * HOUR)[office]) == 3


def test_who_cannot_check_in_yet_is_not_missed_yet(django_assert_num_queries) -> None:
    office = build().district.office.id
    with django_assert_num_queries(1):
        assert audiences.not_checked_in("", [office], FIRST - 31 * MINUTE) == {}
    assert len(audiences.not_checked_in("leader", [office], FIRST - 30 * MINUTE)[office]) == 1
