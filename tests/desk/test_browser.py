"""The contact sheet with those on duty in a browser: on a phone, on a desk and on paper, in both languages."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from duecare.orgs.models import Unit, User
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.duty.rosters import FIRST, Office
from tests.duty.watching import HOUR, build
from tests.people import clock_at
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What A4 leaves between its margins, in CSS pixels: 182 mm.
PAPER = 688


@pytest.fixture
def office(db: None) -> Office:
    """The office, every school and a teaching point man posts, and people have numbers."""
    office = build(sites={"kinds": ["office", "middle_school", "primary_school", "teaching_point"]})
    for n, user in enumerate(User.objects.order_by("username")):
        User.objects.filter(id=user.id).update(phone=f"138{n:08}")
    Unit.objects.filter(code="QY-X1-D1").update(phone="")
    return office


@SCREENS
def test_the_sheet_fits_and_can_be_read_by_everybody(office, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_at(width)
    with clock_at(FIRST + HOUR):
        enter(page.context, live_server.url, "coordinator", language)
        seen = Seen("contact-sheet-duty", "", lambda d: f"/contact-sheet/{d.root.key}/")
        wrong = look(page, seen, office.district, axe, width, language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_fits_on_paper(office, page_at, live_server, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_at(PAPER)
    with clock_at(FIRST + HOUR):
        enter(page.context, live_server.url, "coordinator", language)
        page.goto(f"/contact-sheet/{office.district.root.key}/")
        page.emulate_media(media="print")
        picture(page, PICTURES / f"contact-sheet-duty-paper-{language}.png")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert wide <= 0
    assert "QY-AQ" in paper[0].extract_text(), "a long list begins under its heading, not on the next page"
    assert len(paper) <= 3
