"""What stays, what is shared, what is forgotten, and what the record says of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.attachments import queries, store
from duecare.attachments.actions import carry_over, develop, forget, forget_due, keep, keep_until
from duecare.attachments.models import Attachment
from duecare.audit.models import Detail, Entry
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.orgs.rules import SYSTEM, Actor
from tests.attachments import pictures, site
from tests.people import FOUNDED, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

TAKEN = FOUNDED - timedelta(days=365)


@pytest.fixture
def attach(district):
    """Attach a photograph to a unit, as its reporter unless told otherwise."""

    def act(data: bytes | None = None, *, unit: str = "QY-X1", by: Actor | None = None, **more):
        given: dict[str, Any] = {"client_id": uuid.uuid4(), "at": FOUNDED} | more
        where = district[unit]
        return keep(
            file=BytesIO(data or pictures.jpeg()), matter_kind=site.MATTER, matter_id=where.id,
            root=where.root_id, by=by or actor_of("reporter_x1"), **given,
        )  # fmt: skip

    return act


def shown(district, unit: str = "QY-X1"):
    return queries.of(matter_kind=site.MATTER, matter_ids=[district[unit].id], by=actor_of("coordinator"))[
        district[unit].id
    ]


def test_the_phone_s_time_is_shown_and_decides_nothing(attach):
    kept = attach(taken_at=TAKEN)
    assert (kept.taken_at, kept.received_at) == (TAKEN, FOUNDED)
    assert kept.forget_at == FOUNDED + site.KEPT
    with pytest.raises(BadInput):
        attach(taken_at=TAKEN.replace(tzinfo=None))


def test_the_same_again_is_the_same_answer_and_another_a_conflict(attach):
    number = uuid.uuid4()
    first = attach(client_id=number, caption="exit")
    assert attach(client_id=number, caption=" exit ", at=FOUNDED + timedelta(hours=3)) == first
    for other in ({"data": pictures.jpeg(90, 90)}, {"caption": "door"}, {"unit": "QY-X2"}):
        with pytest.raises(Conflict):
            attach(**{"client_id": number, "caption": "exit"} | other)
    theirs = attach(client_id=number, caption="exit", by=actor_of("leader_x1"))
    assert theirs != first  # a number is its author's own


def test_without_an_account_a_number_belongs_to_the_matter(attach):
    number, nobody = uuid.uuid4(), Actor(None, "")
    first = attach(client_id=number, by=nobody)
    assert attach(client_id=number, by=nobody) == first
    assert attach(client_id=number, by=nobody, unit="QY-X2") != first


def test_one_content_is_stored_once_in_a_matter_and_apart_in_two(attach):
    one, same, elsewhere = attach(), attach(), attach(unit="QY-X2")
    assert one.file == same.file != elsewhere.file and (one.number, same.number) == (1, 2)
    forget(attachment_ids=[one.id], by=SYSTEM, at=FOUNDED)
    assert store.path_of(one.file).exists()
    forget(attachment_ids=[same.id], by=SYSTEM, at=FOUNDED)
    assert not store.path_of(one.file).exists() and store.path_of(elsewhere.file).exists()


def test_what_was_developed_once_can_hang_in_two_matters(district):
    developed, by = develop(file=BytesIO(pictures.jpeg())), actor_of("coordinator")
    for code in ("QY-X1", "QY-X1", "QY-X2"):
        keep(
            file=developed, matter_kind=site.MATTER, matter_id=district[code].id, root=district.root.id,
            client_id=uuid.uuid4(), by=by, at=FOUNDED,
        )  # fmt: skip
    forget(attachment_ids=[shown(district, "QY-X2")[0].id], by=by, at=FOUNDED)
    assert queries.inventory(FOUNDED).whole == 2 and queries.inventory(FOUNDED).ok


def test_forgetting_takes_content_and_words_and_leaves_the_fact(district, attach):
    kept = attach(caption="blocked exit", taken_at=TAKEN)
    assert forget(attachment_ids=[kept.id], by=actor_of("coordinator"), at=FOUNDED + timedelta(days=1)) == 1
    gone = Attachment.objects.get()
    assert (gone.file, gone.caption, gone.original, gone.digest, gone.taken_at) == ("", "", "", "", None)
    assert (gone.by_user, gone.received_at, gone.kind) == (kept.by_user, FOUNDED, "photograph")
    assert not list(store.paths())
    assert shown(district) == [gone]
    with pytest.raises(NotFound):
        queries.one(attachment_id=kept.id, by=actor_of("coordinator"))
    assert forget(attachment_ids=[kept.id], by=SYSTEM, at=FOUNDED) == 0
    assert (
        attach(client_id=kept.client_id, caption="blocked exit") == gone
    )  # a late resend brings nothing back
    assert not list(store.paths())


def test_the_record_says_that_it_was_and_not_what_once_it_is_forgotten(attach):
    kept = attach(caption="blocked exit")
    entry = Entry.objects.get(verb="attachments.kept")
    assert entry.object_id == str(kept.id)
    assert entry.detail.body["original"] == kept.original
    assert entry.detail.body["caption"] == "blocked exit"
    forget(attachment_ids=[kept.id], by=SYSTEM, at=FOUNDED)
    assert Entry.objects.filter(verb="attachments.forgotten", object_id=str(kept.id)).exists()
    assert not any("blocked exit" in str(body) for body in Detail.objects.values_list("body", flat=True))


def test_each_goes_when_its_matter_s_module_says(district, attach):
    early, late = attach(), attach(unit="QY-X2")
    until = FOUNDED + timedelta(days=2)
    assert keep_until(matter_kind=site.MATTER, matter_id=district["QY-X1"].id, until=until) == 1
    assert forget_due(until - timedelta(seconds=1)) == 0
    assert forget_due(until) == 1
    early.refresh_from_db()
    assert early.forgotten_at == until and not Attachment.objects.get(id=late.id).forgotten_at
    assert forget_due(FOUNDED + site.KEPT) == 1


def test_evidence_is_carried_over_once_and_is_apart_from_then_on(district, attach):
    source = attach(caption="socket", taken_at=TAKEN)
    other = district["QY-Z1"]
    given: dict[str, Any] = {"matter_kind": site.MATTER, "matter_id": other.id, "root": other.root_id}
    given |= {"attachments": [source], "by": actor_of("coordinator"), "at": FOUNDED + timedelta(days=1)}
    carried = [carry_over(**given), carry_over(**given)]
    copy = Attachment.objects.get(matter_id=other.id)
    assert carried == [[copy], [copy]] and copy.file != source.file
    assert (copy.caption, copy.taken_at, copy.by_user) == ("socket", TAKEN, source.by_user)
    forget(attachment_ids=[source.id], by=SYSTEM, at=FOUNDED)
    assert queries.inventory(FOUNDED).whole == 1 and queries.inventory(FOUNDED).ok
    assert len(list(store.paths())) == 2


def test_a_list_takes_one_query_whatever_its_length(district, attach):
    for _photograph in range(4):
        attach()
        attach(unit="QY-X2")
    ids = [district[code].id for code in ("QY-X1", "QY-X2", "QY-Z1")]
    by = actor_of("coordinator")
    with CaptureQueriesContext(connection) as asked:
        found = queries.of(matter_kind=site.MATTER, matter_ids=ids, by=by)
    assert len(asked) == 2  # the matter's module's own, and ours
    assert [len(found[matter_id]) for matter_id in ids] == [4, 4, 0]
    assert [one.number for one in found[ids[0]]] == [1, 2, 3, 4]
    seen = queries.of(matter_kind=site.MATTER, matter_ids=ids, by=actor_of("reporter_x1"))
    assert set(seen) == {ids[0]}


def test_an_inventory_names_what_is_gone_or_was_exchanged(attach):
    whole, gone, other = attach(), attach(pictures.jpeg(90, 90)), attach(pictures.jpeg(80, 80))
    store.remove(gone.file)
    store.path_of(other.file).write_bytes(pictures.jpeg(70, 70))
    found = queries.inventory(FOUNDED)
    assert (found.whole, found.missing, found.damaged, found.ok) == (1, [gone.id], [other.id], False)
    assert whole.id not in [*found.missing, *found.damaged]
    assert queries.inventory(FOUNDED + site.KEPT).ok  # by then all of it may be gone
