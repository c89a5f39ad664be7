"""A backup taken while people file is whole; a restore proves it by verifying the record."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
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


def test_photographs_are_in_a_backup_taken_while_they_arrive(ours: Deployment, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.cli.photographs", "100000"]
    environment = ours.environment | {"DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as arriving:
        assert arriving.stdout is not None
        for _photograph in range(5):
            assert arriving.stdout.readline()
        ours.run("backup", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
        arriving.kill()
    data, key = next((tmp_path / "data").iterdir()), next((tmp_path / "keys").iterdir())
    theirs = Deployment(tmp_path / "other")
    said = theirs.run("restore", str(data), "--keys", str(key))
    count = "SELECT count(*) FROM attachments_attachment"
    [there] = sqlite3.connect(theirs.home / "duecare.sqlite3").execute(count).fetchone()
    assert there >= 5 and f"photographs and papers: {there} whole, 0 missing, 0 damaged" in said


def test_a_restore_without_a_photograph_says_which_and_fails(ours: Deployment, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.cli.photographs", "2"]
    environment = ours.environment | {"DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    gone = next(path for path in (ours.home / "attachments").rglob("??/*") if not path.suffix)
    gone.unlink()
    ours.run("backup", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
    data, key = next((tmp_path / "data").iterdir()), next((tmp_path / "keys").iterdir())
    said = Deployment(tmp_path / "other").run("restore", str(data), "--keys", str(key), code=1)
    assert "photographs and papers: 1 whole, 1 missing, 0 damaged" in said
