"""Rule 6: nobody's presence is kept, leave has no reason on file, a private number is not for everyone."""

from __future__ import annotations

import re

import pytest
from django.db import models

from duecare.orgs import rights
from duecare.orgs.models import User
from tests.charter.tables import TABLES, columns
from tests.people import PASSWORD, actor_of, client_for

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PRESENCE = re.compile(
    r"(?:^|_)(?:last_?(?:seen|login|active|used)\w*|online|visited|presence|present|check_?in\w*|clock_?in\w*|leave\w*"
    r"|absence\w*|sick\w*|health|medical|salary|performance)(?:_|$)"
)
#: Every time that is kept of a person, and why.
TIMES = {
    "desk.Feed.created_at": "since when the address works",
    "desk.Feed.ended_at": "since when it does not",
    "duty.Assignment.ended_at": "since when somebody else stands the watch",
    "duty.Assignment.ends_at": "the watch's end",
    "duty.Assignment.made_at": "since when it is theirs",
    "duty.Assignment.starts_at": "the watch's start",
    "duty.CheckIn.at": "that a watch was taken up in time; never where",
    "duty.Feed.ended_at": "since when the address does not work",
    "duty.Feed.made_at": "since when it works",
    "duty.Leave.asked_at": "that leave was asked for before the watch",
    "duty.Leave.decided_at": "that it was decided before the watch",
    "duty.Leave.withdrawn_at": "when it was taken back",
    "duty.Swap.accepted_at": "each step of a swap, so that none is claimed afterwards",
    "duty.Swap.asked_at": "likewise",
    "duty.Swap.consented_at": "likewise",
    "duty.Swap.ended_at": "likewise",
    "duty.Watchkeeper.joined_at": "since when watches are stood",
    "duty.Watchkeeper.left_at": "until when",
    "duty.Wish.wished_at": "when it was said; gone with the wish",
    "notify.Notice.created_at": "when the message was made",
    "notify.Notice.forgotten_at": "when its words were erased",
    "notify.Notice.read_at": "so that its reader's own list shows what is new; shown to nobody else",
    "notify.Preference.changed_at": "since when this holds",
    "notify.Preference.mail_off_at": "whether e-mail was declined",
    "orgs.Appointment.ends_at": "the post's term",
    "orgs.Appointment.starts_at": "the post's term",
    "orgs.EnrolmentLink.expires_at": "when it stops working",
    "orgs.EnrolmentLink.made_at": "when it was handed out",
    "orgs.EnrolmentLink.used_at": "so that it works once",
    "orgs.Session.began_at": "so that its owner can tell one's own browsers apart",
    "orgs.Session.expire_date": "when it ends by itself; set as it begins",
    "orgs.User.created_at": "when the account was opened",
    "orgs.User.left_at": "when the person left",
}


def test_no_column_is_named_for_presence_or_leave():
    assert not [name for name, _field in columns() if PRESENCE.search(name.rpartition(".")[2].lower())]


def test_the_times_kept_of_a_person_are_a_closed_list():
    found = {
        name
        for name, field in columns()
        if isinstance(field, models.DateTimeField)
        and (TABLES.get(name.rpartition(".")[0]) == "staff" or name.startswith("notify.Notice."))
    }
    assert found == set(TIMES)


def test_signing_in_leaves_no_time_on_the_account(district):
    before = User.objects.filter(username="reporter_z1").values().get()
    client_for("reporter_z1")
    assert User.objects.filter(username="reporter_z1").values().get() == before
    assert PASSWORD not in str(before)


def test_a_private_number_is_for_those_who_must_call(district):
    """Leaders, coordinators, duty officers and administrators, within their own reach."""
    school = district["QY-Z1"].lineage
    assert rights.may(actor_of("coordinator"), "orgs.contacts", school)
    for who in ("reporter_x1", "leader_x1", "auditor"):
        assert not rights.may(actor_of(who), "orgs.contacts", school)


def test_audit_entries_say_who_acted_by_id_and_neither_where_nor_with_what():
    entry = {name.rpartition(".")[2] for name, _field in columns() if name.startswith("audit.Entry.")}
    assert entry == {
        "id", "root", "at", "actor", "post", "verb", "object_kind", "object_id", "commitment", "leaf", "leaf_hash",
    }  # fmt: skip
