"""Of a case's duties only those learn who hold the case: in inbox, board, calendar, feed, notices, mail and record."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from duecare.grievances.models import Case
from duecare.notify.actions import tell
from duecare.notify.models import Delivery, Notice
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.obligations.queries import may_see
from duecare.orgs.models import User
from tests.grievances.conftest import AT, DAY, NOTICE, Bring, do
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def late(district: District, bring: Bring) -> Case:
    """A case that a school handles, about its teaching point; every rung of its ladder is climbed."""
    User.objects.update(email="post@example.org")
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "accept", AT + DAY, "officer_x1", words=NOTICE)
    for day in range(50, 80):
        tick(AT + day * DAY)
        tell(AT + day * DAY)
    assert Obligation.objects.get(closed_at=None).late
    return case


NOW = AT + 80 * DAY


def duty() -> Obligation:
    return Obligation.objects.select_related("debtor", "creditor").get(closed_at=None)


def holders(district: District, at: datetime = NOW) -> set[str]:
    return {who for who in district.people if may_see(actor_of(who, at), duty())}


def test_only_its_holders_may_know(district: District, late: Case) -> None:
    assert (duty().debtor.code, duty().creditor.code) == ("QY-X1", "QY")
    assert holders(district) == {"officer_x1", "leader_x1"}


def test_every_step_of_the_ladder_tells_holders_and_they_can_open_what_it_names(
    district: District, late: Case
) -> None:
    told = {notice.recipient.username for notice in Notice.objects.all()}
    assert told == holders(district)
    mailed = {
        one.notice.recipient.username
        for one in Delivery.objects.select_related("notice__recipient")
        if one.notice
    }
    assert mailed <= told
    assert all(late.number in notice.title + notice.body for notice in Notice.objects.all())
    with clock_at(NOW):
        for who in told:
            page = client_for(who).get(f"/obligations/{duty().id}/", follow=True)
            assert page.status_code == 200 and late.number in page.content.decode()


def shown(who: str, district: District) -> str:
    """Everything that somebody's pages, notices and feed say."""
    client = client_for(who)
    address = client.post("/calendar/feed/address/").context["address"]
    said = [Client().get(address[address.index("/feeds/") :]).content.decode().replace("\r\n ", "")]
    boards = [f"/board/{unit.key}/" for unit in (district.root, district["QY-X1"])]
    pages = ("/", *boards, "/calendar/?of=everyone", "/notices/", "/cases/", "/record/", "/units/")
    return "\n".join([*said, *(client.get(page).content.decode() for page in pages)])


@pytest.mark.parametrize(
    "who", ["leader", "coordinator", "officer", "officer_root", "reporter_x1", "administrator", "auditor"]
)
def test_an_outsider_s_pages_feed_and_mail_say_nothing_of_it(
    who: str, district: District, late: Case
) -> None:
    row = duty()
    with clock_at(NOW):
        said = shown(who, district)
        page = client_for(who).get(f"/obligations/{row.id}/")
        own = client_for(who).get(f"/cases/owed/{row.id}/")
    for secret in (late.number, str(late.id), str(row.id), row.title, row.basis):
        assert secret not in said, secret
    assert (page.status_code, own.status_code) == (404, 404)
    assert not Notice.objects.filter(recipient__username=who).exists()


def test_an_office_s_duty_is_known_to_its_officer_and_to_who_heads_its_unit(
    district: District, bring: Bring
) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "object", AT, "officer_x1", words={"reasons": "属安全科职责"})
    do(case, "route", AT, "officer_root", unit=district.office)
    row = Obligation.objects.filter(debtor=district.office, closed_at=None).first()
    assert row is not None
    assert {who for who in district.people if may_see(actor_of(who, AT), row)} == {"officer", "leader"}
    tick(row.due_at + 9 * DAY)
    tell(row.due_at + 9 * DAY)
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert {"officer", "leader"} == told - {"officer_root"}  # who was asked to send it on
