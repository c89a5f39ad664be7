"""Mail waits for the morning, and goes to nobody who does not want it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.notify import actions
from duecare.notify.models import Delivery, Notice
from duecare.obligations.models import Obligation
from duecare.orgs.models import User
from tests.notify.conftest import DUE, MINUTE, happened, owed, remind
from tests.people import actor_of

pytestmark = pytest.mark.both


@pytest.mark.django_db
def test_mail_waits_for_the_morning_except_when_a_matter_is_escalated(mailed, mail_server):
    night = DUE.replace(hour=15)  # 23:00 in Shanghai
    morning = DUE.replace(hour=22, minute=30)  # 06:30 the next day
    held = remind(mailed, at=night)
    urgent = remind(mailed, code="QY-Z2", what="escalate", person="leader", at=night)
    assert (held.held_until, held.state) == (morning, "held")
    assert urgent.held_until is None
    assert actions.deliver(night).sent == 1
    assert actions.deliver(morning).sent == 1
    assert Delivery.objects.get(id=held.id).held_until == morning  # that it waited stays on record


@pytest.mark.django_db
def test_a_reminder_of_what_was_done_meanwhile_is_not_sent(mailed, mail_server):
    night = DUE.replace(hour=15)
    held = remind(mailed, at=night)
    Obligation.objects.update(closed_at=night + MINUTE, closed_as="discharged")
    done = actions.deliver(night + timedelta(hours=9))
    assert (done.sent, done.dropped) == (0, 1)
    assert Delivery.objects.get(id=held.id).state == "dropped"
    assert mail_server.box.mails == []


@pytest.mark.django_db
def test_who_wants_no_mail_or_has_no_address_has_the_inbox_alone(mailed, mail_server):
    off = actor_of("reporter_z1", DUE)
    wishes = actions.prefer(mail=False, quiet_from=DUE.time(), quiet_until=DUE.time(), by=off, at=DUE)
    assert wishes.mail_off_at == DUE
    User.objects.filter(username="reporter_z2").update(email="")
    for person, code in (("reporter_z1", "QY-Z1"), ("reporter_z2", "QY-Z2")):
        happened(owed(mailed, code), "remind", mailed.people[person])
    actions.tell(DUE)
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 0
