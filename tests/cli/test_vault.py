"""`duecare vault`: what an operator types, and what is said when something is wrong."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

from tests.cli.deployment import Deployment

#: Seals a sentence for a matter, in a process of the deployment's own; it prints the sealed value.
SEAL = """
import sys, uuid, django
django.setup()
from datetime import date
from duecare.core import clock
from duecare.orgs.models import Unit
from duecare.vault import sealing
from duecare.vault.actions import make_key
from duecare.vault.rules.months import after, current
at = clock.now()
root = Unit.objects.get(parent=None).id
month = after(current(at, "Asia/Shanghai"), 1)
key = make_key(matter_kind="tests.matter", matter_id=uuid.UUID(sys.argv[1]), root=root, month=month, at=at)
print(sealing.seal(key=key, field="text", row=1, plain="the canteen's meat smelled").hex())
"""
OPEN = """
import sys, uuid, django
django.setup()
from datetime import timedelta
from duecare.core import clock
from duecare.core.errors import DomainError
from duecare.vault.actions import unseal
from duecare.vault.rules.openings import Opening, Purpose
at = clock.now()
leave = Opening(uuid.uuid4(), "tests.matter", uuid.UUID(sys.argv[1]), Purpose.OWNER, at + timedelta(hours=1))
try:
    print(unseal(opening=leave, sealed=bytes.fromhex(sys.argv[2]), field="text", row=1, at=at))
except DomainError as refused:
    print(refused.code)
"""
LATER = "2100-01-01T00:00:00+08:00"


def python(ours: Deployment, program: str, *words: str) -> str:
    """What a program says that runs with the deployment's settings."""
    environment = ours.environment | {"DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def sealed_matters(ours: Deployment) -> int:
    with closing(sqlite3.connect(ours.home / "duecare.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM vault_matterkey").fetchone()[0])


def test_init_makes_the_keys_and_doctor_says_how_they_are(ours: Deployment) -> None:
    file = ours.home / "vault/vault.keys"
    assert file.stat().st_mode & 0o777 == 0o600 and file.parent.stat().st_mode & 0o777 == 0o700
    said = ours.run("vault", "doctor")
    assert f"✓ vault: open, 0 sealed matters, keys in {file}" in said
    assert "! vault: no backup of its keys" in said and "✗" not in said
    assert said.splitlines()[0] in ours.run("doctor")
    before = file.read_bytes()
    ours.init()
    assert file.read_bytes() == before


def test_doctor_speaks_chinese(ours: Deployment) -> None:
    ours.extra = {"DUECARE_LANGUAGE": "zh-hans"}
    assert "✓ 密封库：可开启，0 个密封事项，密钥文件为 " in ours.run("vault", "doctor")


def test_a_matter_is_sealed_opened_rotated_and_forgotten(ours: Deployment) -> None:
    matter = str(uuid.uuid4())
    sealed = python(ours, SEAL, matter)
    assert python(ours, OPEN, matter, sealed) == "the canteen's meat smelled"
    assert "37 keys of months replaced; 1 matters wrapped" in ours.run("vault", "rotate")
    assert python(ours, OPEN, matter, sealed) == "the canteen's meat smelled"
    assert "months forgotten: –; keys of 0 matters" in ours.run("vault", "expire")
    assert "keys of 1 matters deleted" in ours.run("vault", "expire", "--at", LATER)
    assert python(ours, OPEN, matter, sealed) == "vault-forgotten"
    assert "keys of 0 matters deleted" in ours.run("vault", "expire", "--at", LATER)
    assert "say the zone too" in ours.run("vault", "expire", "--at", "2100-01-01T00:00:00", code=2)


def test_with_the_key_file_missing_or_wrong_it_starts_takes_in_and_refuses_to_open(ours: Deployment) -> None:
    file, matter, later = ours.home / "vault/vault.keys", str(uuid.uuid4()), str(uuid.uuid4())
    sealed = python(ours, SEAL, matter)
    aside = file.rename(ours.home / "aside")
    with ours.served():
        more = python(ours, SEAL, later)
        assert python(ours, OPEN, matter, sealed) == "vault-locked"
    said = ours.run("vault", "doctor", code=1)
    assert "✗ vault: The vault is locked: its key file is not there." in said and str(file) in said
    assert "is locked" in ours.init()  # an upgrade is not held up
    assert not file.exists()
    file.write_text("another thing", "utf-8")
    file.chmod(0o600)
    assert python(ours, OPEN, matter, sealed) == "vault-damaged"
    assert "damaged" in ours.run("vault", "rotate", code=1)
    said = ours.run("vault", "expire", "--at", LATER, code=1)
    assert "keys of 2 matters deleted" in said and "damaged" in said and sealed_matters(ours) == 0
    aside.rename(file)
    assert "months forgotten: " in ours.run("vault", "expire", "--at", LATER)
    assert python(ours, OPEN, later, more) == "vault-forgotten"


def test_a_key_file_that_others_can_read_is_refused_with_what_to_type(ours: Deployment) -> None:
    file = ours.home / "vault/vault.keys"
    file.chmod(0o644)
    said = ours.run("vault", "doctor")
    assert "others than its owner can read" in said and f"→ chmod 600 {file}" in said


def test_the_key_file_may_lie_elsewhere(made_once: Path, tmp_path: Path) -> None:
    ours = Deployment(tmp_path / "home", extra={"DUECARE_VAULT_KEYS": str(tmp_path / "safe/ours.keys")})
    ours.init()
    assert (tmp_path / "safe/ours.keys").exists() and not (ours.home / "vault").exists()
    assert str(tmp_path / "safe/ours.keys") in ours.run("vault", "doctor")


def test_key_backups_are_two_at_most_and_never_in_the_data_s(ours: Deployment, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    made = ours.run("vault", "backup", str(safe)).splitlines()[0].removeprefix("keys of the vault: ")
    assert Path(made).read_bytes() == (ours.home / "vault/vault.keys").read_bytes()
    assert "✓ vault: key backup " in ours.run("vault", "doctor")
    assert f"✗ vault: the key backup {made} is " in ours.run("vault", "doctor", "--at", LATER, code=1)
    ours.run("backup", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
    assert "may not lie beside" in ours.run("vault", "backup", str(tmp_path / "data"), code=1)
    secret = Path(made).read_text("utf-8").splitlines()[-2].split()[-1]
    for archive in [*(tmp_path / "data").iterdir(), *(tmp_path / "keys").iterdir()]:
        unpacked = subprocess.run(["tar", "-xzOf", archive], capture_output=True, check=True).stdout
        assert secret.encode() not in unpacked
    assert "destroyed: " in ours.run("vault", "destroy", made) and not Path(made).exists()
    assert "No backup" in ours.run("vault", "destroy", made, code=1)


def test_the_log_and_the_database_never_hold_a_private_key(ours: Deployment) -> None:
    keys = [
        line.split()[-1] for line in (ours.home / "vault/vault.keys").read_text("utf-8").splitlines()[5:-1]
    ]
    assert len(keys) == 37
    ours.run("vault", "rotate")
    raw = b"".join(path.read_bytes() for path in ours.home.glob("duecare.sqlite3*"))
    assert raw and not [key for key in keys if bytes.fromhex(key) in raw or key.encode() in raw]
