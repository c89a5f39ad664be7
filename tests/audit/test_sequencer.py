"""Entries get their leaves: once, in order, whoever runs the sequencer."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from duecare.audit import actions, queries, tree
from duecare.audit.models import Entry, Tile, Tree
from duecare.audit.rules.merkle import Frontier
from tests.audit.conftest import ROOT, write

pytestmark = pytest.mark.both


def leaves(root: uuid.UUID = ROOT) -> list[int | None]:
    return list(Entry.objects.filter(root=root).order_by("at", "id").values_list("leaf", flat=True))


@pytest.mark.django_db
def test_entries_get_leaves_in_order_of_time_and_once(now):
    write(5, now)
    assert actions.sequence(now) == 5
    assert actions.sequence(now) == 0
    write(3, now + timedelta(minutes=1))
    assert actions.sequence(now) == 3
    assert leaves() == list(range(8))


@pytest.mark.django_db
def test_each_root_has_a_tree_of_its_own(now):
    other = uuid.UUID(int=99)
    write(2, now)
    write(3, now, root=other)
    actions.sequence(now)
    assert leaves() == [0, 1]
    assert leaves(other) == [0, 1, 2]


@pytest.mark.django_db
def test_the_limit_holds_and_the_rest_follows(now):
    write(5, now)
    assert actions.sequence(now, limit=2) == 2
    assert leaves() == [0, 1, None, None, None]
    assert actions.sequence(now) == 3
    assert queries.verify().ok


@pytest.mark.django_db
def test_the_stored_tree_has_the_root_of_all_leaves_beyond_one_tile(now):
    write(600, now, step=timedelta(milliseconds=1))
    actions.sequence(now, limit=250)
    actions.sequence(now)
    frontier = Frontier()
    frontier.extend(
        bytes(h or b"") for h in Entry.objects.order_by("leaf").values_list("leaf_hash", flat=True)
    )
    assert tree.root_hash(tree.stored(ROOT, 600), 600) == frontier.root()
    assert sorted(Tile.objects.values_list("level", "number")) == [(0, 0), (0, 1), (0, 2), (1, 0)]


@pytest.mark.django_db
def test_the_work_grows_with_what_is_new_alone(now, django_assert_max_num_queries):
    write(700, now, step=timedelta(milliseconds=1))
    actions.sequence(now)
    write(3, now + timedelta(seconds=2))
    with django_assert_max_num_queries(12):  # savepoints of the test included
        assert actions.sequence(now) == 3


@pytest.mark.django_db(transaction=True)
def test_many_sequencers_and_writers_at_once_lose_and_double_nothing(now):
    errors: list[BaseException] = []
    written, rounds, workers = 4, 12, 3

    def work(number: int) -> None:
        try:
            for turn in range(rounds):
                with transaction.atomic():
                    write(written, now + timedelta(milliseconds=turn * 10 + number))
                actions.sequence(now)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    actions.sequence(now)
    assert errors == []
    assert list(Entry.objects.order_by("leaf").values_list("leaf", flat=True)) == list(
        range(written * rounds * workers)
    )
    assert Tree.objects.get().size == written * rounds * workers
    assert queries.verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_sequencer_that_dies_leaves_nothing_half_done(now, monkeypatch):
    write(5, now)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tree, "save", die)
        with pytest.raises(KeyboardInterrupt):
            actions.sequence(now)
    assert leaves() == [None] * 5
    assert actions.sequence(now) == 5
    assert queries.verify().ok


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_filing_does_not_wait_for_the_sequencer(now):
    def file() -> None:
        write(1, now)
        connections.close_all()

    write(1, now)
    actions.sequence(now)
    if (
        connection.vendor == "postgresql"
    ):  # SQLite has one writer at a time by nature; batches are short instead
        with transaction.atomic():
            Tree.objects.select_for_update().get(root=ROOT)
            thread = threading.Thread(target=file)
            thread.start()
            thread.join(10)
            assert not thread.is_alive()
            assert actions.sequence(now) == 1
    assert queries.verify().ok
