"""The demo's inspections: made in their weeks by whoever owes them, and one school that forgets some."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from duecare.audit import keyfiles
from duecare.core import clock
from duecare.demo import clockface, posts
from duecare.demo.clockface import standing_still
from duecare.demo.living import live
from duecare.inspections.models import Inspection, Owed
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from tests.people import client_for
from tests.plans.plans import EXAMPLES, WINTER

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 10, 17, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def district(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The example's district and what its plan asks of inspections, taken up on the second Monday."""
    settings.HOME = tmp_path
    keyfiles.make(tmp_path)
    clock.install(clockface.now)
    posts._actor.cache_clear()
    head, _name, rest = WINTER.read_text().partition("\nreports:\n")
    ours, _name, rest = rest[rest.index("\ninspections:\n") :].partition("\nhazards:\n")
    plan = head + ours + rest[rest.index("\nclosing:\n") :]
    with standing_still(MONDAY):
        workbook = EXAMPLES / "organisation/school-district/units.xlsx"
        orgs.import_workbook(workbook, root_code="QY", by=SYSTEM, at=MONDAY, dry_run=False)
        plans.apply(data=plan.encode(), file="winter", folder=WINTER.parent, by=SYSTEM, at=MONDAY)
    yield
    clock.uninstall()


def test_a_week_of_inspections(district: None) -> None:
    at = MONDAY
    while at < MONDAY + 7 * DAY:
        live(at, at + 3 * HOUR)
        at += 3 * HOUR
    due = Owed.objects.filter(obligation__due_at__lte=at)
    assert set(due.values_list("programme__key", "window")) == {
        ("heating", "2027-W02"), ("monthly", "2027-01"), ("teaching-points", "2027-01")
    }  # fmt: skip
    assert due.count() == 13 + 13 + 6
    missed = due.filter(inspection=None).values_list("obligation__debtor__code", flat=True)
    assert 0 < len(missed) < 6 and "QY-Z1" not in missed
    made = due.exclude(inspection=None).select_related("obligation")
    assert not any(one.obligation.late for one in made)
    hours = {one.received_at.hour + 8 for one in Inspection.objects.all()}
    assert min(hours) >= 9 and max(hours) <= 17
    assert Inspection.objects.count() == Owed.objects.exclude(inspection=None).count()
    assert not Obligation.objects.filter(kind__startswith="hazards.").exists()
    with standing_still(at):
        page = (
            client_for("aq-dd", "en").get("/inspections/programmes/qy-winter-2027/heating/").content.decode()
        )
    assert "Done" in page and "Overdue" in page
