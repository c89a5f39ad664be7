"""The demo's watches: rosters before the first day, everybody there but one, a school's watch missed, hand-overs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from duecare.audit import keyfiles
from duecare.audit.queries.verify import verify
from duecare.core import clock
from duecare.demo import clockface, posts, rosters
from duecare.demo.clockface import standing_still
from duecare.demo.living import live
from duecare.duty.models import CheckIn, Edition, Handover, LogLine, Matter, Roster, Search
from duecare.notify.models import Notice
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from tests.people import client_for
from tests.plans.plans import EXAMPLES, WINTER

pytestmark = pytest.mark.django_db

#: The morning of the day on which the rosters are due, and the first watch: both in Shanghai.
DUE_DAY = datetime(2027, 1, 14, 23, 0, tzinfo=UTC)
FIRST = datetime(2027, 1, 18, 0, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE, MISSED = "QY-X4", "QY-X9"
ON_WATCH = {"QY-AQ", LATE, MISSED}


@pytest.fixture
def district(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The example's district and plan; two of the schools stand watches, and the office."""
    settings.HOME = tmp_path
    keyfiles.make(tmp_path)
    clock.install(clockface.now)
    posts._actor.cache_clear()
    head, name, duty = WINTER.read_text().partition("  - key: schools\n")
    duty = duty.replace("{kinds: [middle_school, primary_school]}", f"{{codes: [{LATE}, {MISSED}]}}", 1)
    with standing_still(DUE_DAY):
        workbook = EXAMPLES / "organisation/school-district/units.xlsx"
        orgs.import_workbook(workbook, root_code="QY", by=SYSTEM, at=DUE_DAY, dry_run=False)
        plans.apply(
            data=(head + name + duty).encode(), file="winter", folder=WINTER.parent, by=SYSTEM, at=DUE_DAY
        )
    yield
    clock.uninstall()


def lived(since: datetime, until: datetime, step: timedelta = HOUR / 4) -> datetime:
    """Let the time between go by. :returns: the end."""
    while since < until:
        at = min(until, since + step)
        live(since, at)
        since = at
    return until


def watches(day: date) -> dict[str, list[Obligation]]:
    """What each unit owes as watches of a day."""
    found: dict[str, list[Obligation]] = {}
    for one in Obligation.objects.filter(kind="duty.watch", slot=day).select_related("debtor"):
        found.setdefault(one.debtor.code, []).append(one)
    return found


def page(username: str, address: str, at: datetime) -> str:
    """A page as somebody sees it, in English."""
    with standing_still(at):
        return client_for(username, "en").get(address, follow=True).content.decode()


def test_the_district_stands_its_watches(district: None) -> None:
    at = lived(DUE_DAY, FIRST - 12 * HOUR, HOUR / 2)
    assert Roster.objects.count() == Edition.objects.filter(published_at__lt=FIRST - 2 * DAY).count() == 3
    assert not Obligation.objects.filter(kind="duty.roster", missed_at__isnull=False).exists()

    at = lived(at, FIRST + DAY + 1.5 * HOUR)
    first = watches(date(2027, 1, 18))
    assert set(first) == ON_WATCH and CheckIn.objects.filter(watch__day="2027-01-18").count() == 8
    assert all(one.closed_as == "discharged" and not one.late for of in first.values() for one in of)
    handovers = Obligation.objects.filter(kind="duty.handover", slot="2027-01-18")
    assert [(one.closed_as, one.late) for one in handovers] == [("discharged", False)] * 2
    day, night = Handover.objects.filter(watch__day="2027-01-18").order_by("watch__starts_at")
    assert day.note and night.note and day.signed_by not in {None, day.written_by}
    matter = Matter.objects.get(id=day.matters[0])
    assert matter.closed_in == night.watch and night.matters == []
    assert LogLine.objects.filter(watch__day="2027-01-18", watch__site__code="QY-AQ").count() == 4
    answered = Obligation.objects.get(kind="duty.presence")
    assert (answered.closed_as, answered.late) == ("discharged", False)

    second = watches(date(2027, 1, 19))
    assert [(one.closed_as, one.late) for one in second[LATE]] == [("discharged", True)]
    assert [(one.closed_as, one.late) for one in second[MISSED]] == [("", True)]
    told = Notice.objects.filter(mentions__obligation=second[MISSED][0])
    assert {"xz-x9", "aq-dd", "xq-zr"} <= set(told.values_list("recipient__username", flat=True))
    on_duty, board = page("aq-dd", "/duty/", at), page("aq-dd", "/board/", at)
    assert on_duty.count("card-bad") == 1 and "Ninth Primary School" in on_duty
    assert "Ninth Primary School" in board and "09:15" in board

    lived(at, FIRST + 2 * DAY + HOUR)
    second[MISSED][0].refresh_from_db()
    assert second[MISSED][0].closed_as == "lapsed"
    assert [one.late for one in watches(date(2027, 1, 20))[MISSED]] == [False]
    verdict = verify()
    assert not verdict.findings and not verdict.waiting


def test_without_the_solver_it_says_so_and_watches_are_empty(
    district: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def not_installed(search: Search, **_more: object) -> None:
        search.ended_at, search.ended_as = clock.now(), "not-installed"
        search.save()

    monkeypatch.setattr(rosters, "look_for", not_installed)
    rosters._say_not_installed.cache_clear()
    at = lived(DUE_DAY, FIRST - HOUR, HOUR / 2)
    assert [record.message.count("duecare[roster]") for record in caplog.records] == [1]
    at = lived(at, FIRST + 1.5 * HOUR)
    assert not CheckIn.objects.exists()
    assert {one.rung for of in watches(date(2027, 1, 18)).values() for one in of if one.late} == {5}
    assert "3 places of this watch are empty." in page("aq-dd", "/duty/", at)
