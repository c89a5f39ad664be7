"""A backup taken while people file is whole; a restore proves it by verifying the record."""

from __future__ import annotations

import sqlite3
import tarfile
from pathlib import Path

from tests.cli.deployment import Deployment


def test_backup_and_restore(ours: Deployment, tmp_path: Path) -> None:
    with ours.served():
        ours.run("backup", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
    data, key = next((tmp_path / "data").iterdir()), next((tmp_path / "keys").iterdir())
    assert key.stat().st_mode & 0o077 == 0
    with tarfile.open(data) as archive:
        assert not [n for n in archive.getnames() if "key" in n]
    theirs = Deployment(tmp_path / "other")
    assert "elf-consistent" in theirs.run("restore", str(data), "--keys", str(key))
    tables = "SELECT code FROM orgs_unit"
    assert sqlite3.connect(theirs.home / "duecare.sqlite3").execute(tables).fetchall() == [("QY",)]
    assert "already" in theirs.run("restore", str(data), "--keys", str(key), code=1)
    assert "✗" not in theirs.run("doctor")


def test_a_damaged_backup_is_refused_and_leaves_nothing(ours: Deployment, tmp_path: Path) -> None:
    ours.run("backup", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
    data, key = next((tmp_path / "data").iterdir()), next((tmp_path / "keys").iterdir())
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(data.read_bytes()[:-2000])
    theirs = Deployment(tmp_path / "other")
    assert "not a duecare data backup" in theirs.run("restore", str(damaged), "--keys", str(key), code=1)
    assert not (theirs.home / "keys").exists() and not (theirs.home / "duecare.sqlite3").exists()


def test_keys_never_lie_beside_the_data(ours: Deployment, tmp_path: Path) -> None:
    ours.run("backup", str(tmp_path / "both"), "--keys", str(tmp_path / "both"), code=2)
    assert not (tmp_path / "both").exists()
