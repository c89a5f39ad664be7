"""The key file: who may read it, what becomes of a damaged one, and what is overwritten."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from duecare.vault import keyfile
from duecare.vault.rules.refusals import Locked

KEYS = {(date(2027, 3, 1), 1): bytes(range(32)), (date(2027, 4, 1), 2): bytes(32)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A key file with two keys, beside nothing."""
    with_keys = tmp_path / "vault.keys"
    keyfile.replace(with_keys, KEYS)
    return with_keys


def code(file: Path) -> str:
    with pytest.raises(Locked) as refused:
        keyfile.read(file)
    return refused.value.code


def test_it_says_what_it_is_in_both_languages_and_is_its_owner_s_alone(file):
    text = file.read_text("utf-8")
    assert "Keep this file secret" in text and "请保密" in text and "\nformat 1\n" in text
    assert "key 2027-03 1 000102" in text
    assert file.stat().st_mode & 0o777 == 0o600
    assert keyfile.read(file) == KEYS


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_one_that_others_can_read_is_refused(file, mode):
    file.chmod(mode)
    assert code(file) == "vault-readable"


def test_a_missing_one_is_said(file):
    file.unlink()
    assert code(file) == "vault-locked"
    file.mkdir()
    assert code(file) == "vault-unreadable"


def test_every_cut_and_every_change_is_noticed(file):
    raw = file.read_bytes()
    wrong = [raw[:length] for length in range(0, len(raw) - 1, 7)]
    wrong += [raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :] for place in range(0, len(raw) - 1, 3)]
    wrong += [raw + b"key", b"\xff" * 40, keyfile.written({}).replace(b"format 1", b"format 2")]
    for other in wrong:
        file.write_bytes(other)
        assert code(file) == "vault-damaged"


def test_the_error_of_a_damaged_one_shows_none_of_it(file):
    file.write_bytes(file.read_bytes().replace(b"sum ", b"key 2027-13 1 secret\nsum "))
    with pytest.raises(Locked) as refused:
        keyfile.read(file)
    assert "secret" not in f"{refused.value!r}{refused.value.params}" and refused.value.__suppress_context__


def test_old_bytes_are_overwritten_where_they_lay(file):
    with file.open("rb") as old:
        keyfile.replace(file, {})
        raw = old.read()
    assert set(raw) == {0} and len(raw) > 300
    assert keyfile.read(file) == {} and [path.name for path in file.parent.iterdir()] == ["vault.keys"]


def test_a_full_disk_leaves_the_old_one(file, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            keyfile.replace(file, {})
    assert keyfile.read(file) == KEYS


def test_what_a_killed_process_left_is_overwritten_before_the_next_writes(settings, tmp_path):
    settings.DUECARE = settings.DUECARE | {"DUECARE_VAULT_KEYS": str(tmp_path / "keys" / "ours")}
    with keyfile.held() as ours:
        keyfile.replace(ours, KEYS)
    left = [ours.with_name("ours.new"), ours.with_name("ours.old")]
    for each in left:
        each.write_bytes(b"secret")
    opened = [each.open("rb") for each in left]
    with keyfile.held():
        assert not any(each.exists() for each in left)
    for descriptor in opened:
        with descriptor:
            assert descriptor.read() == bytes(6)
    assert keyfile.read() == KEYS and keyfile.path() == ours
