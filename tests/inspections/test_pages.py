"""The pages of checklists: for everybody with a post, in both languages."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from duecare.inspections import versions
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, client_for, clock_at

SHIPPED = [one.checklist for one in versions.shipped()]
pytestmark = [pytest.mark.both, pytest.mark.django_db]


def get(username: str, path: str, language: str = "en") -> tuple[int, str]:
    with clock_at(FOUNDED):
        answer = client_for(username, language).get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("username", ["leader", "auditor", "reporter_d1"])
def test_everybody_with_a_post_sees_them(district: District, username: str) -> None:
    status, page = get(username, "/inspections/checklists/")
    assert status == 200
    for one in SHIPPED:
        assert f"/inspections/checklists/{one.key}/" in page
        assert get(username, f"/inspections/checklists/{one.key}/")[0] == 200


@pytest.mark.parametrize(("language", "which"), [("en", "en"), ("zh-hans", "zh")])
def test_a_checklist_shows_every_item_as_it_is_asked(district: District, language: str, which: str) -> None:
    for one in SHIPPED:
        page = get("reporter_z1", f"/inspections/checklists/{one.key}/", language)[1]
        for item in one.items:
            assert escape(getattr(item.ask, which)) in page
            assert item.look is None or escape(getattr(item.look, which)) in page


def test_what_it_depends_on_what_it_needs_and_what_passes_is_said(district: District) -> None:
    page = get("reporter_z1", "/inspections/checklists/food/")[1]
    assert "Passes from 0 to 8 ℃" in page
    assert "Passes up to -12 ℃" in page
    assert "Passes from 70 ℃ up" in page
    assert "By chemicals</span>" in page and "Only if the answer to item 17 is: By chemicals" in page
    assert "Major if it fails" in page and "Photograph always" in page and "Put right at once" in page
    assert page.count("Source: practice, unverified") == 1
    assert "经验做法，未经核实" in get("reporter_z1", "/inspections/checklists/food/", "zh-hans")[1]


def test_it_stands_in_the_navigation(district: District) -> None:
    assert 'href="/inspections/checklists/"' in get("reporter_z1", "/")[1]


def test_without_a_post_one_sees_none(district: District) -> None:
    with clock_at(FOUNDED):
        orgs.add_person(username="guest", name="访客", home=district.root, by=SYSTEM, at=FOUNDED)
    assert get("guest", "/inspections/checklists/")[0] == 403
    assert get("guest", "/inspections/checklists/food/")[0] == 403
    assert "/inspections/checklists/" not in get("guest", "/")[1]


def test_there_is_no_other(district: District) -> None:
    assert get("leader", "/inspections/checklists/nothing/")[0] == 404


def test_nobody_sees_them_without_signing_in(client, db) -> None:
    assert client.get("/inspections/checklists/").status_code == 302
