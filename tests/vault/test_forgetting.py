"""What is forgotten when, and what the record keeps of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from duecare.audit.actions import sequence
from duecare.audit.models import Detail, Entry
from duecare.audit.queries import verify
from duecare.core.errors import Conflict, NotFound
from duecare.vault import keyfile
from duecare.vault.actions import expire, forget_month, keep_up, open_matter, rewrap, rotate
from duecare.vault.models import MatterKey, MonthKey, UsedOpening
from duecare.vault.queries.condition import condition, destroyed_at
from duecare.vault.queries.openings import openings_of
from duecare.vault.rules.refusals import Locked
from tests.people import FOUNDED, actor_of
from tests.vault.matters import KIND, UNTIL

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

APRIL = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)
BEFORE = APRIL - timedelta(microseconds=1)


def test_a_month_ends_at_midnight_where_the_deployment_is(matter):
    key = matter()
    assert expire(at=BEFORE).matters == 0 and MatterKey.objects.filter(id=key.id).exists()
    assert (UNTIL, 1) in keyfile.read()
    done = expire(at=APRIL)
    assert (done.matters, done.months, done.left) == (1, (UNTIL,), None)
    assert (UNTIL, 1) not in keyfile.read() and not MatterKey.objects.exists()
    assert expire(at=APRIL).months == ()


def test_with_the_key_goes_what_the_record_says_of_its_openings(matter, opening):
    key, other = matter(), matter(date(2027, 4, 1))
    for each in (key, other):
        open_matter(opening=opening(each), at=FOUNDED)
    entries = Entry.objects.filter(verb="vault.opened").count()
    assert UsedOpening.objects.count() == 2 == Detail.objects.filter(entry__verb="vault.opened").count()
    expire(at=APRIL)
    assert UsedOpening.objects.get().key == other
    assert Detail.objects.get(entry__verb="vault.opened").entry.object_id == str(other.id)
    assert Entry.objects.filter(verb="vault.opened").count() == entries
    assert not list(openings_of(matter_kind=KIND, matter_id=key.matter_id))
    sequence(APRIL)
    assert verify().ok


def test_the_record_says_which_months_were_forgotten(matter):
    matter(), matter()
    expire(at=APRIL)
    found = Entry.objects.filter(verb="vault.forgotten", object_id="2027-03").select_related("detail")
    assert {str(entry.detail.body) for entry in found} == {"{'matters': 2}", "{'private': 'destroyed'}"}


def test_without_the_key_file_the_database_s_half_goes_and_the_rest_is_said(vault, matter):
    matter()
    aside = vault.with_name("aside")
    vault.rename(aside)
    done = expire(at=APRIL)
    assert done.matters == 1 and done.months == () and isinstance(done.left, Locked)
    assert UNTIL in condition(at=APRIL).past and destroyed_at(month=UNTIL) is None
    with pytest.raises(Locked):
        forget_month(month=UNTIL, at=APRIL)
    keep_up(APRIL)
    aside.rename(vault)
    assert UNTIL in expire(at=APRIL + timedelta(days=1)).months
    assert destroyed_at(month=UNTIL) == APRIL + timedelta(days=1)


def test_a_month_can_be_forgotten_by_name_and_not_too_early(matter):
    matter()
    with pytest.raises(Conflict) as refused:
        forget_month(month=UNTIL, at=BEFORE)
    assert refused.value.code == "vault-month-not-over" and MatterKey.objects.exists()
    assert UNTIL in forget_month(month=date(2027, 3, 20), at=APRIL).months


def test_what_was_kept_longer_outlives_its_first_month(matter, opening):
    key = matter()
    rewrap(key=key, month=date(2027, 5, 1), by=actor_of("coordinator"), at=BEFORE)
    expire(at=APRIL)
    assert open_matter(opening=opening(key, until=APRIL + timedelta(hours=1)), at=APRIL)
    expire(at=datetime(2027, 6, 1, tzinfo=UTC))
    with pytest.raises(NotFound):
        rewrap(
            key=key, month=date(2027, 9, 1), by=actor_of("coordinator"), at=datetime(2027, 6, 1, tzinfo=UTC)
        )


def test_the_clock_forgets_and_makes_keys_ahead_every_day(vault, matter):
    matter()
    keep_up(APRIL)
    found = condition(at=APRIL)
    assert (found.past, found.short, found.through, found.matters) == ((), False, date(2030, 4, 1), 0)


def test_where_no_vault_was_made_the_clock_makes_none(district, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    keep_up(FOUNDED)
    assert not MonthKey.objects.exists() and not keyfile.path().exists()


def test_a_rotation_replaces_every_key_and_everything_opens(vault, matter, opening):
    keys, before = [matter() for _n in range(3)], keyfile.read()
    done = rotate(at=FOUNDED)
    assert (done.months, done.matters, done.resumed) == (37, 3, False)
    after = keyfile.read()
    assert not set(before.values()) & set(after.values()) and {gen for _m, gen in after} == {2}
    for key in keys:
        assert open_matter(opening=opening(key), at=FOUNDED)
    assert matter().month_key.generation == 2
    assert rotate(at=FOUNDED).matters == 4 and not condition(at=FOUNDED).unfinished
    assert Entry.objects.filter(verb="vault.rotated").count() == 2


def test_a_locked_or_foreign_vault_is_not_rotated(vault, matter):
    matter()
    keys = keyfile.read()
    vault.write_bytes(keyfile.written({place: bytes(32) for place in keys}))
    with pytest.raises(Locked):
        rotate(at=FOUNDED)
    vault.unlink()
    with pytest.raises(Locked):
        rotate(at=FOUNDED)
    assert MonthKey.objects.current().filter(generation=1).count() == 37


def test_after_the_key_file_is_lost_for_good_what_comes_can_be_read(vault, matter, opening):
    """Nothing brings back what was sealed; but nobody goes on writing for keys that nobody has."""
    gone = matter()
    vault.unlink()
    assert rotate(at=FOUNDED, lost=True).matters == 0
    found = condition(at=FOUNDED)
    assert not (found.locked or found.wrong or found.absent or found.unfinished)
    assert open_matter(opening=opening(matter()), at=FOUNDED)
    with pytest.raises(Locked) as refused:
        open_matter(opening=opening(gone), at=FOUNDED)
    assert refused.value.code == "vault-without-month"
    assert rotate(at=FOUNDED).matters == 1 and expire(at=APRIL).matters == 2


def test_what_the_key_file_lacks_is_not_given_up_unasked(vault, matter):
    matter()
    keys = keyfile.read()
    del keys[UNTIL, 1]
    with keyfile.held() as file:
        keyfile.replace(file, keys)
    assert condition(at=FOUNDED).absent == (UNTIL,)
    with pytest.raises(Locked) as refused:
        rotate(at=FOUNDED)
    assert refused.value.code == "vault-without-month" and keyfile.read() == keys
    assert rotate(at=FOUNDED, lost=True).months == 36
