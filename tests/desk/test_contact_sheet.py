"""The contact sheet: who is on duty now and next at each unit that mans posts, for when the computers are down."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.duty.actions.opening import open_due
from duecare.duty.models import Arrangement
from duecare.orgs.models import User
from tests.duty.rosters import FIRST, office_of
from tests.duty.watching import HOUR, build
from tests.people import client_for, clock_at, small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
MORNING = FIRST + HOUR
HEADING = "On duty now and next"


def page(at: datetime = MORNING, who: str = "coordinator", unit: str = "", language: str = "en") -> str:
    """The sheet as somebody reads it at a time; of the district unless another unit's key is given."""
    with clock_at(at):
        browser = client_for(who, language)
        address = f"/contact-sheet/{unit}/" if unit else "/contact-sheet/"
        return browser.get(address, follow=True).content.decode()


def duty(text: str) -> str:
    """Its part about duty."""
    assert HEADING in text
    return text.partition(HEADING)[2].partition("</section>")[0]


def give_numbers() -> None:
    """Each person a number that says whose it is."""
    for user in User.objects.all():
        user.phone = f"139-{user.username}"
        user.save(update_fields=["phone"])


def test_it_shows_who_is_on_duty_now_and_who_comes_next():
    build()
    give_numbers()
    shown = duty(page())
    assert "now, until <time" in shown and "next, from <time" in shown
    for who, name in (("l1", "值班领导1"), ("o1", "值班员1"), ("l4", "值班领导4"), ("o8", "值班员8")):
        assert name in shown and f"139-{who}" in shown
    assert "值班领导2" not in shown, "only the watch that runs and the one after it"
    assert "010-0000" in shown, "the unit's own telephone"


def test_in_chinese():
    build()
    shown = page(language="zh-hans")
    assert "当前值班和下一班" in shown and "值班领导1" in shown
    assert "本班至 <time" in shown and "下一班自 <time" in shown


def test_an_empty_place_is_shown_as_empty():
    build(stood=False)
    assert duty(page()).count("nobody") == 6


def test_whoever_is_not_on_the_ladder_of_the_watch_sees_no_private_number():
    build()
    give_numbers()
    assert "139-" in duty(page(who="o3")), "stands the watch after the next"
    shown = duty(page(who="o5"))
    assert "值班领导1" in shown
    assert "139-" not in shown


def test_before_the_first_watch_it_says_that_none_runs_and_shows_the_first():
    build()
    shown = duty(page(FIRST - 30 * timedelta(minutes=1)))
    assert "No watch runs now." in shown
    assert "值班领导1" in shown and "值班领导4" not in shown


def test_where_there_is_no_duty_there_is_no_word_of_it():
    district = small_district()
    assert HEADING not in page()
    office_of(district)
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    assert HEADING in page()
    assert HEADING not in page(unit=district["QY-X1"].key), "another unit's posts"
    Arrangement.objects.update(ended_at=FIRST)
    assert HEADING not in page()


def test_units_stand_in_the_order_of_the_tree():
    office_of(small_district(), sites={"codes": ["QY-X3", "QY-Z1", "QY-X1-D1"]})
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    shown = duty(page())
    places = [shown.index(f" {code}</span>") for code in ("QY-Z1", "QY-X1-D1", "QY-X3")]
    assert places == sorted(places)


def test_it_takes_a_fixed_number_of_queries_whatever_the_number_of_units():
    office_of(small_district())
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    counts = []
    with clock_at(MORNING):
        for kinds in (["office"], ["office", "middle_school", "primary_school", "teaching_point"]):
            for one in Arrangement.objects.all():
                one.terms, one.through = {**one.terms, "sites": {"kinds": kinds}}, None
                one.save()
            open_due(FIRST - HOUR, FIRST + 48 * HOUR)
            browser = client_for("coordinator", "en")
            browser.get("/contact-sheet/", follow=True)
            with CaptureQueriesContext(connection) as queries:
                shown = browser.get("/contact-sheet/", follow=True).content.decode()
            counts.append((duty(shown).count("<tbody>"), len(queries)))
    (few, first), (many, second) = counts
    assert (few, many) == (1, 7)
    assert first == second
