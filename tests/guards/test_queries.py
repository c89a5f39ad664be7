"""A page takes a fixed number of queries, whatever the number of rows: the same with 3 schools and with 60."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.grievances import actions as cases
from duecare.grievances.rules import Identity
from duecare.hazards import actions as hazards
from duecare.hazards.models import Hazard
from duecare.notify.actions import tell
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs import actions
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import add_place
from duecare.plans.actions import apply_file
from duecare.vault import actions as vault
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, small_district

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PLAN = """\
plan: winter
title: {zh: 冬季专项, en: Winter programme no. NUMBER}
root: QY
office: QY-AQ
zone: Asia/Shanghai
period: {first: 2027-01-04, last: 2027-03-20, closes: 2027-03-25}
ladders:
  report:
    - {before: 60 min, remind: [post:reporter@debtor]}
    - {after: 30 min, tell: [post:coordinator@creditor]}
tasks:
  - key: check
    title: {zh: 全面自查, en: Self-check}
    owed_by: {kinds: [primary_school]}
    due: 2027-01-08 18:00
    ladder: report
reports:
  - key: daily
    title: {zh: 每日安全报告, en: Daily report}
    owed_by: {kinds: [primary_school]}
    form: {fields: [{key: present, type: number, title: {zh: 到校人数, en: Present}}]}
    cutoffs: [{times: {pm: 15:30}}]
    ladder: report
inspections:
  - key: weekly
    title: {zh: 每周检查, en: Weekly inspection}
    units: {kinds: [primary_school]}
    post: reporter
    checklists: [food]
    every: week
    ladder: report
  - key: drawn
    title: {zh: 抽查, en: Spot check}
    units: {kinds: [primary_school]}
    inspected_by: {codes: [QY-AQ]}
    post: coordinator
    checklists: [food]
    every: month
    sample: {share: 1/3, cover_within: 2}
    ladder: report
"""
#: Monday 4 January and the day after, 17:00 in Shanghai: every school is silent, and the office was told.
MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
MANY = 57
#: One more query, and never a second: past the 50 silent duties that the board lists, the others are counted.
ONE_MORE = {"board", "board, live"}


def apply(folder: Path, number: int, at: datetime, until: datetime) -> None:
    """Put the plan in force, or take in the units that have come; then let time pass."""
    file = folder / "plan.yaml"
    file.write_text(PLAN.replace("NUMBER", str(number)), "utf-8")
    apply_file(file, by=SYSTEM, at=at)
    for moment in (at, until - timedelta(hours=10), until):
        tick(moment)
        tell(moment)


def grow(district: District) -> None:
    """Add many schools, each with a reporter and a head."""
    for n in range(MANY):
        code = f"QY-N{n:02}"
        unit = actions.add_unit(
            parent=district.root, code=code, name=f"新建第{n}小学", name_en=f"New school {n}", kind="primary_school",
            by=SYSTEM, at=FOUNDED,
        )  # fmt: skip
        for kind in ("reporter", "leader"):
            post = actions.add_post(unit=unit, kind=kind, by=SYSTEM, at=FOUNDED)
            user = actions.add_person(username=f"{kind}_{code}", name=code, home=unit, by=SYSTEM, at=FOUNDED)
            actions.appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)


def pages(district: District, day: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, who looks, and the address of each main page."""
    school, root = Unit.objects.get(code="QY-X1"), district.root
    report = Obligation.objects.get(debtor=school, kind="reports.report", slot=day).id
    yield "inbox of a school", "reporter_x1", "/"
    yield "inbox of the office", "coordinator", "/"
    yield "board", "coordinator", f"/board/{root.key}/"
    yield "board, live", "coordinator", f"/board/{root.key}/live/"
    yield "calendar", "coordinator", "/calendar/?of=everyone&month=2027-01"
    yield "one report, to file", "reporter_x1", f"/reports/{report}/"
    yield "one report, from above", "coordinator", f"/reports/{report}/"
    yield "reports", "coordinator", "/reports/"
    yield "a day of a series", "coordinator", f"/reports/series/winter/daily/{day}/"
    yield "history", "coordinator", "/reports/history/"
    inspection = Obligation.objects.filter(debtor=school, kind="inspections.inspect").earliest("slot").id
    yield "inspection programmes", "coordinator", "/inspections/programmes/"
    yield "who has inspected", "coordinator", "/inspections/programmes/winter/weekly/"
    yield "who was drawn", "coordinator", "/inspections/programmes/winter/drawn/"
    yield "draws", "coordinator", "/inspections/draws/"
    yield "one inspection that is owed", "reporter_x1", f"/inspections/owed/{inspection}/"
    yield "one duty", "coordinator", f"/obligations/{report}/"
    yield "notices", "coordinator", "/notices/"
    yield "programmes", "coordinator", "/plans/"
    yield "a programme", "coordinator", "/plans/winter/"
    yield "units", "coordinator", "/units/"
    yield "a unit", "coordinator", f"/units/{root.id}/"
    yield "contact sheet", "coordinator", f"/contact-sheet/{root.key}/"
    yield "record", "auditor", "/record/"
    yield "suspended days", "coordinator", "/suspensions/"


def counted(shown: Iterable[tuple[str, str, str]], at: datetime) -> dict[str, int]:
    """How many queries each page takes, looked at a second time."""
    found = {}
    with clock_at(at + timedelta(minutes=1)):
        for name, who, address in shown:
            browser = client_for(who)
            assert browser.get(address).status_code == 200, f"{name}: {address}"
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            found[name] = len(queries)
    return found


def silent() -> int:
    """How many duties are past their time and undone."""
    return Obligation.objects.filter(missed_at__isnull=False, closed_at=None).count()


def test_pages_take_the_same_number_of_queries_with_3_schools_and_with_60(tmp_path):
    district = small_district()
    apply(tmp_path, 1, FOUNDED + timedelta(hours=1), MONDAY)
    few, before = counted(pages(district, f"{MONDAY:%Y-%m-%d}"), MONDAY), silent()
    grow(district)
    apply(tmp_path, 2, MONDAY + timedelta(hours=1), TUESDAY)
    assert silent() >= before + MANY
    many = counted(pages(district, f"{TUESDAY:%Y-%m-%d}"), TUESDAY)
    grown = {name: many[name] - few[name] for name in few if many[name] != few[name]}
    assert grown == dict.fromkeys(ONE_MORE, 1)
    assert few["inbox of a school"] <= 12
    assert few["one report, to file"] <= 12


def found_everywhere(at: datetime) -> Hazard:
    """At every school a hazard at a place, which has been closed out, found again there and is overdue."""
    head, somebody = actor_of("coordinator"), actor_of("leader")
    for unit in Unit.objects.filter(kind="primary_school", hazards=None):
        place = add_place(unit=unit, kind="room", name="值班室", by=head, at=at)
        found: dict[str, Any] = {
            "unit": unit,
            "place": place,
            "category": "electricity",
            "text": "插座发黑",
            "by": head,
        }
        hazard = hazards.report_hazard(client_id=uuid.uuid4(), at=at, **found)
        hazards.put_right(hazard_id=hazard.id, text="已换", by=head, at=at)
        hazards.verify(hazard_id=hazard.id, passed=True, by=somebody, at=at)
        hazards.report_hazard(client_id=uuid.uuid4(), at=at, **found)
    tick(at + timedelta(days=9))
    return Hazard.objects.earliest("found_at")


def ledger_pages(story: Hazard) -> Iterator[tuple[str, str, str]]:
    """Yield the same for the pages of hazards, each list's rows on one page."""
    yield "ledger", "coordinator", "/hazards/"
    yield "everything", "coordinator", "/hazards/?shown=all&again=yes"
    yield "search", "coordinator", "/hazards/?shown=all&q=插座 值班室&category=electricity"
    yield "figures", "coordinator", "/hazards/figures/"
    yield "a hazard", "reporter_x1", f"/hazards/{story.id}/"
    yield "views", "coordinator", "/hazards/views/"


def test_pages_of_hazards_take_the_same_number_of_queries_with_3_and_with_60():
    district = small_district()
    story = found_everywhere(MONDAY)
    few = counted(ledger_pages(story), MONDAY + timedelta(days=9))
    grow(district)
    found_everywhere(MONDAY + timedelta(days=9))
    many = counted(ledger_pages(story), MONDAY + timedelta(days=18))
    assert many == few
    assert few["ledger"] <= 16 and few["figures"] <= 16


def brought_everywhere(at: datetime, each: int) -> None:
    """About every school cases that the district holds, with a subject line and a rating."""
    officer, root = actor_of("officer", at), Unit.objects.get(code="QY")
    for unit in Unit.objects.filter(kind="primary_school"):
        for _one in range(each):
            brought = cases.Brought(
                way="web", category="school-meals", text="有异味", received=root, concerned=[unit],
                identity=Identity(),
            )  # fmt: skip
            case = cases.register_case(brought=brought, at=at, client_id=uuid.uuid4()).case
            cases.name_case(case_id=case.id, line="食堂肉品", by=officer, at=at)
            settled = cases.Given(words={"decision": "当场更换"}, consent=True)
            ours: dict[str, Any] = {"case_id": case.id, "at": at, "client_id": uuid.uuid4()}
            cases.act_on_case(act="settle", given=settled, by=officer, **ours)
            cases.act_as_owner(act="rate", given=cases.Given(rating=4), **ours | {"client_id": uuid.uuid4()})


def desk_pages() -> Iterator[tuple[str, str, str]]:
    """Yield the same for the pages of those who handle cases."""
    yield "desk", "officer", "/cases/"
    yield "finished", "officer", "/cases/?shown=ended"
    yield "search", "officer", "/cases/?q=食堂 肉品"
    yield "ratings", "officer", "/cases/ratings/"


def test_pages_of_cases_take_the_same_number_of_queries_with_few_and_with_many(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    vault.prepare(at=FOUNDED)
    district = small_district()
    post = actions.add_post(unit=district.root, kind="case_officer", by=SYSTEM, at=FOUNDED)
    user = actions.add_person(
        username="officer", name="诉求办理人", home=district.root, by=SYSTEM, at=FOUNDED
    )
    actions.appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
    brought_everywhere(MONDAY, 1)
    few = counted(desk_pages(), MONDAY + timedelta(hours=1))
    brought_everywhere(MONDAY + timedelta(hours=2), 9)
    assert counted(desk_pages(), MONDAY + timedelta(hours=3)) == few
    assert max(few["desk"], few["search"], few["ratings"]) <= 12
