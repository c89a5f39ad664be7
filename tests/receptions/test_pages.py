"""Through HTTP: what everybody reads, a number without a name, and what a unit's keepers see."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duecare.orgs.actions import add_unit
from duecare.orgs.rules import SYSTEM
from duecare.receptions.models import Day, Ticket
from duecare.receptions.views.public import takings
from tests.people import FOUNDED, District, client_for, clock_at
from tests.receptions.conftest import BEGINS, DAYS, HOUR, day_at, turn

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def unslowed() -> None:
    takings.forget()


def address(day: Day, name: str = "day") -> str:
    """A day's public page."""
    return reverse(f"receptions:{name}", args=[day.series.root.key, day.id])


def form(number: int = 1, **more: object) -> dict[str, object]:
    """The form as it is sent."""
    return {"number": number, "coming": 1, "batch": uuid.uuid4(), **more}


def test_everybody_reads_when_who_receives_where(winter: District) -> None:
    with clock_at(FOUNDED):
        page = Client().get(reverse("receptions:days", args=[winter.root.key]))
        of_one = Client().get(reverse("receptions:days", args=[winter.root.key]), {"at": winter["QY-Z1"].key})
    text = page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "学区主任" in text and "学区办公楼一楼" in text and "第一小学" in text
    rows = re.findall(r'class="row-sub">([^<]*)·', of_one.content.decode())
    assert rows and {row.strip() for row in rows} == {"第一中学"}


def test_a_number_without_a_name_is_shown_once(winter: District) -> None:
    day, client = day_at(winter["QY-Z1"]), Client()
    with clock_at(FOUNDED):
        before = client.get(address(day)).content.decode()
        assert "校长" in before and 'name="name"' not in before
        page = client.post(address(day), form(3, coming=5))
        again = client.get(address(day)).content.decode()
    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.coming) == (3, 5)
    assert ticket.check_sign in page.content.decode() and "16:00" in page.content.decode()
    assert ticket.check_sign not in again
    assert ">15:30<" in again and ">16:00<" not in again


def test_whom_one_will_meet_and_the_level_above_instead_are_said_before(winter: District) -> None:
    with clock_at(FOUNDED):
        school = Client().get(address(day_at(winter["QY-Z1"]))).content.decode()
        district = Client().get(address(day_at(winter.root))).content.decode()
    above = address(day_at(winter.root))
    assert above in school and school.index(above) < school.index('name="number"')
    assert f"/c/{winter.root.key}/?at={winter['QY-Z1'].key}" in school
    assert f'href="{above}"' in school and f'href="{above}"' not in district


def test_two_at_once_one_is_told_to_choose_again(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    with clock_at(FOUNDED):
        assert Client().post(address(day), form(1)).status_code == 200
        late = Client().post(address(day), form(1))
    assert late.status_code == 422 and Ticket.objects.count() == 1
    assert '<option value="2"' in late.content.decode()


def test_after_the_day_has_begun_no_number_is_given(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    with clock_at(BEGINS):
        assert 'name="number"' not in Client().get(address(day)).content.decode()
        assert Client().post(address(day), form()).status_code == 422
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("no_time_passes")
def test_many_from_one_address_are_slowed_and_told_so(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    with clock_at(FOUNDED):
        codes = [
            Client().post(address(day, "back"), {"back": 1, "check_sign": "0"}).status_code for _ in range(40)
        ]
        slowed = Client().post(address(day), form())
    assert set(codes) == {422, 429} and slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0


def test_another_body_s_day_is_not_there(winter: District) -> None:
    with clock_at(FOUNDED):
        for wrong in ("AAAAA", winter["QY-Z1"].key):
            page = Client().get(reverse("receptions:day", args=[wrong, day_at(winter["QY-Z1"]).id]))
            assert page.status_code == 404
        gone = Client().get(reverse("receptions:day", args=[winter.root.key, uuid.uuid4()]))
    assert gone.status_code == 404


def test_keepers_see_numbers_and_nobody_else_does(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    with clock_at(FOUNDED):
        Client().post(address(day), form(2))
        sign = Ticket.objects.get().check_sign
        seen = {
            who: client_for(who).get(reverse("receptions:one", args=[day.id]))
            for who in ("leader_z1", "reporter_z1", "coordinator", "leader_x1", "auditor")
        }
    assert {who: page.status_code for who, page in seen.items()} == {
        "leader_z1": 200, "reporter_z1": 200, "coordinator": 200, "leader_x1": 404, "auditor": 404,
    }  # fmt: skip
    assert {who for who, page in seen.items() if sign in page.content.decode()} == {
        "leader_z1",
        "reporter_z1",
    }


def test_the_duty_leads_to_the_day_and_two_taps_end_it(winter: District) -> None:
    turn(BEGINS)
    day, client = day_at(winter["QY-Z1"]), client_for("leader_z1")
    with clock_at(BEGINS + HOUR):
        inbox = client.get("/").content.decode()
        owed = re.search(r"/receptions/owed/[0-9a-f-]+/", inbox)
        assert owed
        page = client.get(owed[0], follow=True)
        assert page.redirect_chain[-1][0] == reverse("receptions:one", args=[day.id])
        done = client.post(reverse("receptions:held", args=[day.id]), {"received": "none"}, follow=True)
        assert done.status_code == 200
        missing = client.post(reverse("receptions:held", args=[day.id]), {})
    assert missing.status_code == 422
    assert Day.objects.get(id=day.id).received == "none"


def test_a_day_called_off_says_why_and_when_instead(winter: District) -> None:
    day, client = day_at(winter["QY-Z1"]), client_for("leader_z1")
    with clock_at(FOUNDED):
        wrong = client.post(
            reverse("receptions:called-off", args=[day.id]), {"why": "停电", "instead": "2027-01-06"}
        )
        moved = client.post(
            reverse("receptions:called-off", args=[day.id]), {"why": "停电", "instead": "2027-01-08"}
        )
        page = Client().get(address(day)).content.decode()
    assert (wrong.status_code, moved.status_code) == (422, 302)
    assert "停电" in page and address(day_at(winter["QY-Z1"], "2027-01-08")) in page
    assert 'name="number"' not in page


def test_a_missed_day_is_public(winter: District) -> None:
    turn(BEGINS)
    with clock_at(BEGINS + 2 * DAYS):
        page = Client().get(reverse("receptions:days", args=[winter.root.key])).content.decode()
    assert page.count("尚未说明") == 6


def test_pages_take_the_same_number_of_queries_for_few_and_for_many(winter: District) -> None:
    turn(BEGINS)
    root, day = winter.root.key, day_at(winter["QY-Z1"], "2027-01-13")
    pages = {
        "list": ("", reverse("receptions:days", args=[root])),
        "day": ("", address(day)),
        "kept": ("coordinator", reverse("receptions:kept")),
        "one": ("leader_z1", reverse("receptions:one", args=[day.id])),
    }

    def counted() -> dict[str, int]:
        found = {}
        for name, (who, page) in pages.items():
            client = client_for(who) if who else Client()
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found[name] = len(queries)
        return found

    with clock_at(BEGINS):
        few = counted()
    for n in range(20):
        add_unit(
            parent=winter.root,
            code=f"QY-N{n}",
            name=f"新{n}小学",
            kind="primary_school",
            by=SYSTEM,
            at=BEGINS,
        )
    turn(BEGINS + DAYS)
    with clock_at(BEGINS + DAYS):
        for number in (1, 2, 3):
            Client().post(address(day), form(number))
        assert counted() == few
