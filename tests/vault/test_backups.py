"""Backups of the key file: two at most, apart from the data, and known of until they are destroyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duecare.audit.models import Entry
from duecare.core.errors import Conflict, NotFound
from duecare.vault import keyfile
from duecare.vault.actions import back_up, destroy_backup, expire
from duecare.vault.models import KeyBackup
from duecare.vault.queries.condition import condition, destroyed_at
from duecare.vault.rules.refusals import Locked
from tests.people import FOUNDED
from tests.vault.matters import UNTIL

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
APRIL = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def safe(vault, tmp_path: Path) -> Path:
    """A folder on another medium."""
    return tmp_path / "safe"


def test_a_copy_is_the_key_file_readable_by_its_owner_alone(vault, safe):
    made = back_up(folder=safe, at=FOUNDED)
    copy = Path(made.place)
    assert copy.read_bytes() == vault.read_bytes() and copy.stat().st_mode & 0o777 == 0o600
    assert copy.name == "duecare-vault-20270103T160000Z.keys"
    assert keyfile.read(copy) == keyfile.read()


def test_a_third_destroys_the_first(safe):
    made = [back_up(folder=safe, at=FOUNDED + n * DAY) for n in range(3)]
    assert [Path(each.place).exists() for each in made] == [False, True, True]
    assert KeyBackup.objects.get(id=made[0].id).destroyed_at == FOUNDED + 2 * DAY
    assert list(condition(at=FOUNDED).backups) == made[1:]
    assert Entry.objects.filter(verb="vault.backup_destroyed").count() == 1


def test_a_third_is_refused_while_the_first_can_not_be_reached(safe):
    first = back_up(folder=safe, at=FOUNDED)
    back_up(folder=safe, at=FOUNDED + DAY)
    elsewhere = Path(first.place).rename(safe / "unplugged")
    with pytest.raises(Conflict) as refused:
        back_up(folder=safe, at=FOUNDED + 2 * DAY)
    assert refused.value.code == "vault-no-room" and first.place in str(refused.value.hint)
    with pytest.raises(Conflict) as not_there:
        destroy_backup(place=Path(first.place), at=FOUNDED + 2 * DAY)
    assert not_there.value.code == "vault-not-there"
    elsewhere.unlink()
    destroy_backup(place=Path(first.place), at=FOUNDED + 2 * DAY, gone=True)
    assert back_up(folder=safe, at=FOUNDED + 2 * DAY)
    with pytest.raises(NotFound):
        destroy_backup(place=Path(first.place), at=FOUNDED + 3 * DAY, gone=True)


def test_it_may_not_lie_where_the_data_lies(vault, safe):
    safe.mkdir()
    (safe / "duecare-data-20270103T000000Z.tar.gz").touch()
    for folder in (safe, vault.parent, vault.parent.parent / "backups"):
        with pytest.raises(Conflict) as refused:
            back_up(folder=folder, at=FOUNDED)
        assert refused.value.code == "vault-beside"
    assert not KeyBackup.objects.exists()


def test_a_file_that_is_there_is_left_as_it_is(safe):
    copy = Path(back_up(folder=safe, at=FOUNDED).place)
    before = copy.read_bytes()
    with pytest.raises(Conflict):
        back_up(folder=safe, at=FOUNDED)
    assert copy.read_bytes() == before and KeyBackup.objects.count() == 1


def test_a_copy_that_could_not_be_written_does_not_stand(safe, monkeypatch):
    def full(_file: Path, _raw: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keyfile, "put", full)
    with pytest.raises(OSError, match="No space"):
        back_up(folder=safe, at=FOUNDED)
    assert not condition(at=FOUNDED).backups


def test_there_is_no_backup_of_a_locked_vault(vault, safe):
    vault.unlink()
    with pytest.raises(Locked):
        back_up(folder=safe, at=FOUNDED)


def test_it_is_overdue_after_30_days(safe):
    made = back_up(folder=safe, at=FOUNDED)
    assert not condition(at=FOUNDED + 30 * DAY).overdue
    assert condition(at=FOUNDED + 30 * DAY + timedelta(seconds=1)).overdue == (made,)


def test_a_month_is_destroyed_when_its_last_copy_is(safe):
    old = [back_up(folder=safe, at=APRIL - n * DAY) for n in (20, 10)]
    expire(at=APRIL)
    after = back_up(folder=safe, at=APRIL + DAY)  # destroys the older
    assert UNTIL in condition(at=APRIL + DAY).lingering and destroyed_at(month=UNTIL) is None
    destroy_backup(place=Path(old[1].place), at=APRIL + 9 * DAY)
    assert destroyed_at(month=UNTIL) == APRIL + 9 * DAY
    assert not condition(at=APRIL + 9 * DAY).lingering and Path(after.place).exists()
    assert (UNTIL, 1) not in keyfile.read(Path(after.place))
