"""Several clocks at once, and people at the very moment of the clock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from duecare.core.errors import Conflict
from duecare.obligations import actions
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.kernel import integrity
from tests.kernel.conftest import DUE, OPENS, Drafts

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

UNITS = ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3", "QY-X1-D1")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread and connection of its own, all let go at the same moment."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            start.wait(20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(60) for future in [pool.submit(one, act) for act in acts]]


def many(draft: Drafts, count: int, **given: Any) -> list[Any]:
    return [draft(UNITS[n % len(UNITS)], origin=f"test/{n}", **given) for n in range(count)]


def test_clocks_share_the_work_and_do_each_step_once(draft: Drafts) -> None:
    actions.open_many(drafts=many(draft, 1300), at=OPENS - timedelta(hours=1))
    for at in (OPENS, DUE, DUE + timedelta(minutes=1), DUE + timedelta(days=1)):
        moved = at_once(*[lambda at=at: actions.tick(at).advanced] * 3)
        assert sum(moved) == 1300
    actions.fold(DUE + timedelta(days=1))
    assert Obligation.objects.silent().count() == 1300
    integrity.check()


def test_clocks_that_materialise_the_same_day_make_it_once(draft: Drafts) -> None:
    drafts = many(draft, 700, opens_at=OPENS)
    born = at_once(*[lambda: actions.open_many(drafts=drafts, at=OPENS)] * 3)
    assert sum(born) == Obligation.objects.count() == 700
    actions.tick(OPENS)
    integrity.check()


def test_filing_while_the_clock_records_the_miss(draft: Drafts) -> None:
    """Whoever comes first: it is missed once, late once, and ends once."""
    actions.open_many(drafts=many(draft, 60), at=OPENS)
    moment = DUE + timedelta(minutes=1)
    ids = list(Obligation.objects.values_list("id", flat=True))

    def file(some: list[Any]) -> Callable[[], None]:
        def act() -> None:
            for one in some:
                actions.discharge(obligation_id=one, by=SYSTEM, at=moment)

        return act

    at_once(file(ids[:30]), file(ids[30:]), lambda: actions.tick(moment), lambda: actions.tick(moment))
    actions.tick(moment)
    rows = Obligation.objects.all()
    assert {(row.closed_as, row.missed_at) for row in rows} == {("discharged", DUE)}
    integrity.check()


def test_doing_it_while_the_clock_lets_it_lapse(draft: Drafts) -> None:
    """It ends once: done, or lapsed and the doer is told so."""
    actions.open_many(drafts=many(draft, 60, kind="test.shift", closes_at=DUE), at=OPENS)
    ids = list(Obligation.objects.values_list("id", flat=True))

    def file() -> int:
        done = 0
        for one in ids:
            try:
                actions.discharge(obligation_id=one, by=SYSTEM, at=DUE)
                done += 1
            except Conflict:
                pass
        return done

    done, _ticked = at_once(file, lambda: actions.tick(DUE + timedelta(minutes=1)))
    assert Obligation.objects.filter(closed_as="discharged").count() == done
    actions.tick(DUE + timedelta(minutes=1))
    assert Obligation.objects.filter(closed_as="lapsed").count() == 60 - done
    integrity.check()


def test_two_people_doing_the_same_at_once(draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS)
    row = Obligation.objects.get()

    def file() -> bool:
        try:
            actions.discharge(obligation_id=row.id, by=SYSTEM, at=DUE)
        except Conflict:
            return False
        return True

    assert sorted(at_once(file, file)) == [False, True]
    actions.tick(DUE)
    integrity.check()
