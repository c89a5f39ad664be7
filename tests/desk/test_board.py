"""The board says who is silent, since when, who was told, and whom to call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from duecare.desk.queries.silence import Duty, Named, Told
from duecare.desk.templatetags.desk import told_lines
from duecare.obligations import actions
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from tests.desk.scene import DAY, NOW
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def board(who: str, district: District, code: str = "QY", query: str = "") -> Any:
    return client_for(who, "en").get(f"/board/{district[code].key}/{query}")


def test_first_screen_names_the_silent_unit_and_since_when(scene: District) -> None:
    silence = board("coordinator", scene).context["board"].silence
    silent = {one.unit.code: one for one in silence.units}
    assert set(silent) == {"QY-X3", "QY-AQ"}
    assert silent["QY-X3"].since == NOW.replace(hour=1, minute=30)
    assert silence.count == 3
    assert silence.more == 0


def test_it_says_who_was_told_when_and_what_comes_next(scene: District) -> None:
    page = board("coordinator", scene)
    duty = next(
        d for one in page.context["board"].silence.units for d in one.duties if d.obligation.due_at.hour == 7
    )
    assert [(told.what, told.audiences) for told in duty.told] == [
        ("remind", ("post:reporter@debtor",)),
        ("remind", ("post:reporter@debtor", "post:leader@debtor")),
        ("tell", ("post:coordinator@creditor",)),
    ]
    assert duty.ahead.what == "escalate"
    assert duty.ahead.at == duty.obligation.due_at + timedelta(hours=2)


def test_it_says_whom_to_call(scene: District) -> None:
    page = board("coordinator", scene)
    silent = next(one for one in page.context["board"].silence.units if one.unit.code == "QY-X3")
    assert [contact.kind for contact in silent.contacts] == ["reporter", "leader"]
    assert 'href="tel:0100000"' in page.content.decode()


def test_a_cell_says_how_many_of_how_many(scene: District) -> None:
    rows = {row.unit.code: row for row in board("coordinator", scene).context["board"].rows}
    late = rows["QY-X2"].total
    assert (late.discharged, late.expected, late.late, late.state) == (2, 2, 1, "late")
    silent = rows["QY-X3"].total
    assert (silent.discharged, silent.expected, silent.silent, silent.state) == (0, 2, 2, "silent")


def test_opening_a_unit_leads_down_to_its_rows(scene: District) -> None:
    found = board("coordinator", scene, "QY-X3").context["board"]
    assert [unit.code for unit in found.trail] == ["QY"]
    assert len(found.duties) == 2


def test_another_day_shows_that_day(scene: District) -> None:
    found = board("coordinator", scene, query="?day=2027-03-01").context["board"]
    assert str(found.day) == "2027-03-01"
    assert found.total.late == 1
    assert found.total.silent == 0


@pytest.mark.parametrize("who", ["reporter_x3", "leader_z1"])
def test_who_has_no_board_there_is_not_told_that_it_exists(scene: District, who: str) -> None:
    assert board(who, scene).status_code == 404
    assert client_for(who).get("/board/ZZZZZ/").status_code == 404


def test_a_headmaster_sees_the_board_of_the_own_school_alone(scene: District) -> None:
    assert board("leader_z1", scene, "QY-Z1").status_code == 200
    assert board("leader_z1", scene, "QY-Z2").status_code == 404


def test_the_live_part_is_empty_until_something_changes(scene: District) -> None:
    client = client_for("coordinator")
    root = scene.root.key
    tag = client.get(f"/board/{root}/").context["board"].tag
    again = client.get(f"/board/{root}/live/?seen={tag}")
    assert again.status_code == 204
    assert again["X-As-Of"] == "17:05"
    row = Obligation.objects.get(debtor=scene["QY-X3"], due_at=NOW.replace(hour=7, minute=30))
    actions.discharge(obligation_id=row.id, by=actor_of("reporter_x3", NOW), at=NOW)
    actions.tick(NOW)
    changed = client.get(f"/board/{root}/live/?seen={tag}")
    assert changed.status_code == 200
    assert changed.context["board"].silence.count == 2


def test_a_line_changes_with_what_it_shows_and_goes_on_counting(scene: District) -> None:
    first = board("coordinator", scene).content.decode()
    assert "tel:0100000" in first
    assert "95 minutes late" in first or "7 hours late" in first
    unit = scene["QY-X3"]
    Unit.objects.filter(id=unit.id).update(phone="010 7777", name_en="Renamed school")
    with clock_at(NOW + timedelta(hours=2)):
        second = board("coordinator", scene).content.decode()
    assert "tel:0107777" in second
    assert second.count("Renamed school") == 2
    assert "9 hours late" in second
    assert (
        "Renamed school"
        not in client_for("coordinator", "zh-hans").get(f"/board/{scene.root.key}/").content.decode()
    )


def test_a_board_takes_the_same_queries_whatever_is_below(scene: District) -> None:
    client = client_for("coordinator")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"/board/{scene.root.key}/")
    with CaptureQueriesContext(connection) as quiet, clock_at(NOW):
        client.get(f"/board/{scene.root.key}/?day={DAY - timedelta(days=1)}")
    assert len(few) <= 16
    assert len(quiet) <= len(few)


def test_whoever_answers_for_the_matter_is_called_first(scene: District) -> None:
    post = orgs.add_post(unit=scene.office, kind="reporter", by=SYSTEM, at=NOW)
    orgs.appoint(user=scene.people["auditor"], post=post, by=SYSTEM, at=NOW)
    silent = board("leader", scene).context["board"].silence.units
    office = next(one for one in silent if one.unit.code == "QY-AQ")
    assert [contact.kind for contact in office.contacts] == ["coordinator", "reporter"]


def test_a_step_on_another_day_is_shown_with_its_day(scene: District) -> None:
    row = Obligation.objects.get(debtor=scene["QY-X3"], due_at=NOW.replace(hour=7, minute=30))
    days = (NOW, NOW + timedelta(days=1))
    told = tuple(Told("tell", at, Named("青原学区", ""), ("post:leader@root",), 1) for at in days)
    with override("zh-hans"):
        lines = told_lines(Duty(row, told), row.debtor)
    assert '<span class="soft">17:05</span>' in lines
    assert '<span class="soft">3月6日 周六 17:05</span>' in lines


def test_a_calm_day_says_so(scene: District) -> None:
    for row in Obligation.objects.filter(missed_at__isnull=False, closed_at=None).select_related("creditor"):
        actions.discharge(obligation_id=row.id, by=actor_of("coordinator", NOW), at=NOW)
    actions.tick(NOW)
    assert "Nobody is silent." in board("coordinator", scene).content.decode()
