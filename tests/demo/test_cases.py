"""The demo's cases go their ways by the actions people use, and its reception days are held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from duecare.audit import keyfiles
from duecare.core import clock
from duecare.demo import clockface, posts
from duecare.demo.cases import take_up
from duecare.demo.clockface import BEGIN, standing_still
from duecare.demo.living import live, step_from
from duecare.demo.stories import STORIES
from duecare.grievances.models import Case, Hold, Inquiry
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from duecare.receptions.models import Day, Ticket
from tests.people import client_for, clock_at
from tests.plans.plans import EXAMPLES, WINTER

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def district(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The example's district and what its plan says of cases and reception days."""
    settings.HOME = tmp_path
    keyfiles.make(tmp_path)
    clock.install(clockface.now)
    posts._actor.cache_clear()
    text = WINTER.read_text()
    head, rest = text[: text.index("\nreports:\n")], text[text.index("\ncases:\n") :]
    with standing_still(BEGIN):
        workbook = EXAMPLES / "organisation/school-district/units.xlsx"
        orgs.import_workbook(workbook, root_code="QY", by=SYSTEM, at=BEGIN, dry_run=False)
        take_up(BEGIN)
        plans.apply(data=(head + rest).encode(), file="winter", folder=WINTER.parent, by=SYSTEM, at=BEGIN)
    yield
    clock.uninstall()


def live_until(days: int) -> None:
    """Let the first days happen."""
    at, until = BEGIN, BEGIN + days * DAY
    while at < until:
        later = step_from(at, HOUR)
        live(at, later)
        at = later


def test_every_story_of_the_first_weeks_comes_to_its_end(district: None) -> None:
    live_until(19)
    begun = [story for story in STORIES if story.at < BEGIN + 19 * DAY]
    stages = dict(Case.objects.values_list("subject", "stage"))
    assert Case.objects.count() == len(begun) == 8
    assert stages == {
        "反映食堂肉品": "closed",
        "反映校车晚点": "closed",
        "建议公交增设站点": "elsewhere",
        "咨询课后服务费": "settled",
        "": "registered",
        "反映宿舍热水": "replied",
        "反映寒假作业": "withdrawn",
        "反映门前交通": "replied",
    }
    assert Hold.objects.get(case__subject="", role="holder").unit is None
    assert Inquiry.objects.exclude(answered_at=None).count() == 4
    late = Obligation.objects.filter(kind__startswith="grievances.", missed_at__isnull=False)
    assert not [(one.strand, one.number) for one in late]
    with clock_at(BEGIN + 19 * DAY):
        desk = client_for("aq-sq").get("/cases/?shown=open").content.decode()
        school = client_for("xz-x1").get("/cases/").content.decode()
    assert "反映门前交通" in desk
    assert "反映食堂肉品" not in school


def test_people_are_received_and_numbers_are_gone_the_day_after(district: None) -> None:
    live_until(4)
    first = Day.objects.filter(on="2027-01-06")
    assert first.exclude(held_at=None).count() >= 12
    assert {day.received for day in first.exclude(held_at=None)} > {"none"}
    assert not Ticket.objects.exists()
    live_until(9)
    assert Ticket.objects.filter(day__on="2027-01-13").exists()
