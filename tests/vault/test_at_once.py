"""Taking in while keys are replaced and forgotten: nothing is wrapped for a key that is gone."""

from __future__ import annotations

import threading
import time
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from duecare.audit.models import Entry
from duecare.vault import keyfile, sealing
from duecare.vault.actions import expire, make_key, open_matter, prepare, rewrap, rotate
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.condition import condition
from duecare.vault.rules.openings import Purpose
from tests.at_once import at_once
from tests.people import FOUNDED, actor_of
from tests.vault.matters import KIND, UNTIL, WORDS

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

APRIL = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


def test_whoever_is_taken_in_during_a_rotation_can_be_read_after_it(vault, district, opening):
    def take_in() -> list[tuple[MatterKey, bytes]]:
        taken = []
        for _n in range(8):
            key = make_key(
                matter_kind=KIND, matter_id=uuid.uuid4(), root=district.root.id, month=UNTIL, at=FOUNDED
            )
            taken.append((key, sealing.seal(key=key, field="text", row=1, plain=WORDS)))
        return taken

    answers = at_once(take_in, take_in, lambda: rotate(at=FOUNDED), lambda: rotate(at=FOUNDED))
    taken = [each for answer in answers if isinstance(answer, list) for each in answer]
    assert len(taken) == 16 and not condition(at=FOUNDED).unfinished
    for key, sealed in taken:
        opened = open_matter(opening=opening(key, Purpose.OWNER), at=FOUNDED)
        assert opened.unseal(sealed=sealed, field="text", row=1, at=FOUNDED) == WORDS


def test_a_rotation_waits_for_whoever_is_being_taken_in(vault, district, opening):
    """A matter wrapped for a key that is then retired would be lost if its row were not seen."""
    made = threading.Event()

    def take_in() -> MatterKey:
        with transaction.atomic():
            key = make_key(
                matter_kind=KIND, matter_id=uuid.uuid4(), root=district.root.id, month=UNTIL, at=FOUNDED
            )
            made.set()
            time.sleep(1.5)
        return key

    def replace() -> int:
        assert made.wait(20)
        return rotate(at=FOUNDED).matters

    answers = at_once(take_in, replace)
    [key] = [each for each in answers if isinstance(each, MatterKey)]
    assert 1 in answers and open_matter(opening=opening(key), at=FOUNDED)


def test_keys_made_ahead_by_two_at_once_are_made_once(district, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    made = at_once(*[lambda: prepare(at=FOUNDED)] * 3)
    assert sorted(map(str, made)) == ["0", "0", "37"]
    assert MonthKey.objects.count() == len(keyfile.read()) == 37
    assert not condition(at=FOUNDED).wrong


def test_an_appeal_at_the_month_s_end_is_kept_whole_or_refused(matter, opening):
    keys = [matter() for _n in range(6)]
    by = actor_of("coordinator")
    acts = [lambda key=key: rewrap(key=key, month=date(2027, 9, 1), by=by, at=APRIL) for key in keys]
    answers = at_once(*acts, lambda: expire(at=APRIL))
    kept = {each.id for each in answers if isinstance(each, MatterKey)}
    assert kept == set(MatterKey.objects.values_list("id", flat=True))
    assert set(map(str, answers)) & {"vault-forgotten", "vault-without-month"} or len(kept) == 6
    for key in MatterKey.objects.all():
        assert open_matter(opening=opening(key, Purpose.OWNER, until=APRIL.replace(hour=18)), at=APRIL)


def test_one_opening_used_many_times_at_once_is_one_entry(matter, opening):
    leave = opening(matter())
    at_once(*[lambda: open_matter(opening=leave, at=FOUNDED)] * 5)
    assert Entry.objects.filter(verb="vault.opened").count() == 1
