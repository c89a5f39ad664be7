"""The demo's inspections: made in their weeks by whoever owes them, one school forgets some; what they find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from duecare.audit import keyfiles
from duecare.core import clock
from duecare.core.calendar import local_date
from duecare.demo import clockface, posts
from duecare.demo.clockface import standing_still
from duecare.demo.living import live, step_from
from duecare.demo.places import furnish
from duecare.hazards.models import Hazard, Step
from duecare.inspections.models import Found, Inspection, Owed
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from tests.people import client_for
from tests.plans.plans import EXAMPLES, WINTER

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 10, 17, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def district(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The example's district and what its plan asks of inspections, taken up on the second Monday."""
    settings.HOME = tmp_path
    keyfiles.make(tmp_path)
    clock.install(clockface.now)
    posts._actor.cache_clear()
    head, _name, rest = WINTER.read_text().partition("\nreports:\n")
    ours, _name, rest = rest[rest.index("\ninspections:\n") :].partition("\nduty:\n")
    plan = head + ours + rest[rest.index("\nclosing:\n") :]
    with standing_still(MONDAY):
        workbook = EXAMPLES / "organisation/school-district/units.xlsx"
        orgs.import_workbook(workbook, root_code="QY", by=SYSTEM, at=MONDAY, dry_run=False)
        furnish(MONDAY)
        plans.apply(data=plan.encode(), file="winter", folder=WINTER.parent, by=SYSTEM, at=MONDAY)
    yield
    clock.uninstall()


def test_what_they_find_is_put_right_and_looked_at_by_somebody_else(district: None) -> None:
    at, until = MONDAY + 3 * DAY, MONDAY + 5 * DAY + 10 * HOUR
    while at < until:
        later = step_from(at, HOUR / 2)
        live(at, later)
        at = later
    ledger = Hazard.objects.all()
    assert ledger.count() > 5 and set(ledger) == {found.hazard for found in Found.objects.all()}
    assert {h.due_basis for h in ledger} >= {"plan", "checklist"}
    week = ledger.get(unit__code="QY-Z4", due_basis="plan")
    assert local_date(week.due_at, ZONE) == local_date(week.found_at, ZONE) + timedelta(days=7)
    major = ledger.get(level="major")
    kinds = [*Step.objects.filter(hazard=major).order_by("at").values_list("kind", flat=True)]
    assert kinds == ["found", "committed", "accepted"]
    assert major.accepted_at and major.accepted_at - major.found_at < DAY
    closed = ledger.exclude(closed_at=None)
    assert closed.filter(on_the_spot=True).exists() and closed.filter(on_the_spot=False).exists()
    for one in closed:
        seen = Step.objects.filter(hazard=one, kind="verified").latest("at")
        assert seen.by_user != one.put_right_by
    with standing_still(at):
        page = client_for("aq-dd", "en").get("/hazards/").content.decode()
    assert "Major" in page and "Overdue" in page


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
    with standing_still(at):
        page = (
            client_for("aq-dd", "en").get("/inspections/programmes/qy-winter-2027/heating/").content.decode()
        )
    assert "Done" in page and "Overdue" in page
