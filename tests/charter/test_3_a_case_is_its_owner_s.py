"""Rule 3: what is confidential is seen by those who hold it; rights on it never reach down or up a tree.

Cases have a module of their own still to come. What they will stand on is here: confidential kinds, and pages that
nobody can look people up on.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from duecare.core.errors import NotFound
from duecare.obligations import actions, queries
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from tests.people import FOUNDED, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

#: What somebody without an account may open: nothing of it can be asked about people.
PUBLIC = re.compile(
    r"^/(?:sign-in/|enrol/.*|health/|language/|static/.*|feeds/.*|receipt/|c/receipt/|open311/v2/(?:discovery|services).*|open311/v2/|inspections/walk/worker\.js)$"
)
ARGUMENTS = {
    "uuid": str(uuid.UUID(int=7)),
    "int": "1",
    "str": "AAAAA",
    "slug": "a",
    "path": "a",
    "date": "2027-01-04",
}


@pytest.fixture
def case(district, confidential_kind) -> Obligation:
    """A confidential matter about a school, held by the safety office's case officer, owed to the district."""
    draft = Draft(
        kind=confidential_kind, origin="test/case/1", root_id=district.root.id, debtor_id=district.office.id,
        lineage=district.office.lineage, creditor_id=district.root.id, post="case_officer", title="诉求办理",
        strand="cases/reply/one", slot=date(2027, 1, 4), opens_at=FOUNDED,
        due_at=FOUNDED + timedelta(hours=1), ladder_id=actions.freeze_ladder([]), number="7F3K",
    )  # fmt: skip
    actions.open_many(drafts=[draft], at=FOUNDED)
    return Obligation.objects.get(origin=draft.origin)


@pytest.mark.parametrize("who", ["coordinator", "administrator", "auditor", "leader_z1", "reporter_z1"])
def test_rights_over_the_tree_do_not_open_it(case, who):
    """Neither the office's coordinator, nor who administers or audits, nor a school may know of it."""
    with pytest.raises(NotFound):
        queries.one(actor_of(who), case.id)
    assert case not in queries.owed_by(actor_of(who), FOUNDED)


def test_it_is_on_no_board_and_in_no_list_of_the_silent(case, district):
    actions.tick(FOUNDED + timedelta(hours=2))
    by, later = actor_of("coordinator"), FOUNDED + timedelta(hours=2)
    assert Obligation.objects.get(id=case.id).missed_at is not None
    assert case.id not in {row.id for row in queries.silent_under(by, district.root)}
    assert queries.count_silent(by, district.root) == 0
    assert not queries.under(district.root).filter(id=case.id).exists()
    assert case.id not in {row.id for row in queries.owed_on(by, district.office, later.date())}


def test_sums_of_it_are_not_shown_below_five(case, district):
    actions.tick(FOUNDED + timedelta(minutes=1))
    keys = [district.root.key, district.office.key]
    cells = queries.tallies(keys, date(2027, 1, 4), date(2027, 1, 4))
    shown = {n for cell in cells.values() for n in cell.values()}
    assert cells and shown == {None}


def addresses(patterns, before: str = "") -> Iterator[str]:
    """Yield an address for every view of the site, its arguments filled in."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            route = before + str(one.pattern)
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: ARGUMENTS[str(found[1] or "str")], route)


def test_without_an_account_no_page_answers_and_none_can_be_asked_about_people(district):
    names = [person.name for person in district.people.values()] + [district["QY-X2"].name]
    opened = {}
    for address in addresses(get_resolver().url_patterns):
        for question in ("", "?q=学&search=学&name=学&unit=QY-X2"):
            answer = Client().get(address + question)
            body = b"".join(answer) if answer.streaming else answer.content
            assert not [name for name in names if name in body.decode(errors="replace")], address
            if answer.status_code == 200 and not PUBLIC.match(address):
                opened[address] = answer.status_code
    assert not opened


def test_a_reporter_finds_no_people_of_another_school(district):
    from duecare.orgs.queries.people import person_for  # noqa: PLC0415

    by = actor_of("reporter_x2")
    with pytest.raises(NotFound):
        person_for(by, district.people["leader_z1"].id)
