"""What everybody else meets of it: sums on boards, calendars, feeds, messages, the record. No unit, place or word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from duecare.audit.models import Entry
from duecare.audit.queries import entries
from duecare.notify.actions import tell
from duecare.notify.models import Notice
from duecare.obligations import actions as kernel
from duecare.obligations import queries as owed
from duecare.obligations.models import Obligation, Tally, TallyDelta
from duecare.sightings import actions
from tests.people import District, actor_of, client_for, clock_at
from tests.sightings.conftest import AT, DAY, HOUR, TEXT, Send, photograph
from tests.sightings.test_reading import put

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = AT + DAY + HOUR


@pytest.fixture
def sent(send: Send) -> Iterator[list[str]]:
    """Three about a school, one about its teaching point, all of them late; what must be met nowhere."""
    sightings = [send(category="fire", photographs=[photograph()]).sighting for _n in range(3)]
    sightings.append(send(unit=sightings[0].unit.children.get(), place=None).sighting)
    for at in (AT, AT + timedelta(minutes=3), LATER):
        kernel.tick(at)
        tell(at)
    with clock_at(LATER):
        yield [TEXT, *(str(sighting.id) for sighting in sightings)]


def test_boards_calendars_and_lists_name_nothing_and_count_nothing_under_five(
    sent: list[str], district: District
) -> None:
    places = {
        "auditor": f"/board/{district.root.key}/", "coordinator": f"/board/{district.root.key}/",
        "leader_x1": f"/board/{district['QY-X1'].key}/", "reporter_x1": f"/board/{district['QY-X1'].key}/",
        "reporter_d1": f"/board/{district['QY-X1-D1'].key}/",
    }  # fmt: skip
    closed = {(who, board) for who, board in places.items() if who.startswith("reporter")}
    for who, board in places.items():
        for address in (board, "/", "/calendar/?of=everyone", "/hazards/", "/notices/"):
            page = client_for(who).get(address)
            assert page.status_code == (404 if (who, address) in closed else 200), address
            assert not [word for word in sent if word in page.content.decode()], (who, address)
    for who in ("auditor", "coordinator"):
        board = client_for(who).get(places[who]).content.decode()
        assert "随手报查看" in board and "少于 5" in board and "10:00" not in board
        assert not [o.number for o in Obligation.objects.all() if o.number in board]
    numbers = {o.number for o in Obligation.objects.filter(debtor=district.office)}
    seen = "".join(
        client_for(who).get(address).content.decode()
        for who in ("leader_x1", "reporter_x1", "reporter_d1", "leader_z1")
        for address in ("/", "/calendar/?of=everyone", "/notices/", "/sightings/")
    )
    assert not [number for number in numbers if number in seen]
    for unit in (district.root, district.office, district["QY-X1"]):
        assert not owed.under(unit).filter(kind="sightings.look").exists()
        assert owed.count_silent(actor_of("coordinator"), unit) == 0


def test_nothing_is_counted_for_the_unit_it_is_about(sent: list[str], district: District) -> None:
    keys = set(Tally.objects.filter(kind="sightings.look").values_list("unit_key", flat=True))
    keys |= {
        line[-5:]
        for line in TallyDelta.objects.filter(kind="sightings.look").values_list("lineage", flat=True)
    }
    about_school = {district["QY-X1-D1"].key}
    assert keys and not keys & about_school
    assert keys <= {district.root.key, district.office.key, district["QY-X1"].key}
    shown = owed.tallies(keys, AT.date(), LATER.date())
    assert {n for cell in shown.values() for n in cell.values()} <= {None, 0}


def test_messages_go_upward_and_carry_a_number_alone(sent: list[str], district: District) -> None:
    notices = list(Notice.objects.all())
    assert notices
    told = json.dumps([[n.title, n.title_en, n.body, n.body_en] for n in notices], ensure_ascii=False)
    words = [*sent, "第一小学", "教学点", "消防通道", "Primary", "point", "fire", "消防"]
    assert not [word for word in words if word in told]
    below = {district.people[who].id for who in ("reporter_x1", "reporter_d1")}
    assert not {n.recipient_id for n in notices} & below
    about_school = {o.number for o in Obligation.objects.filter(debtor=district.office)}
    for notice in notices:
        if notice.recipient_id == district.people["leader_x1"].id:
            assert not [number for number in about_school if number in notice.title + notice.body]


def test_the_record_says_that_and_not_what(sent: list[str], send: Send, district: District) -> None:
    last = send().sighting
    put(last)
    actions.withdraw(sighting_id=last.id, at=AT + HOUR)
    verbs = set(Entry.objects.filter(verb__startswith="sightings.").values_list("verb", flat=True))
    assert verbs == {"sightings.received", "sightings.decided", "sightings.withdrawn"}
    rows = entries(root=district.root.id, verb="sightings.", size=200).rows
    details = [row.details for row in rows]
    assert {json.dumps(one) for one in details} == {"{}", '{"decision": "ledger"}'}
    with clock_at(LATER):
        page = client_for("auditor").get("/record/").content.decode()
    assert TEXT not in page and "随手报" in page
