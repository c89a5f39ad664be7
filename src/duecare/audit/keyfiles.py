"""Key files of one deployment: `keys/` of its home folder, apart from the data. Knows no Django model."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

AUDIT_KEY_BYTES = 32


def folder(home: Path) -> Path:
    """Where the keys lie; readable by the service alone."""
    return home / "keys"


def secret_key(home: Path) -> str:
    """The key that signs sessions and links.

    Before ``duecare init`` there is none: then it is a throw-away, good for commands that keep nothing
    (``plan check``, ``--help``).

    :raises ImproperlyConfigured: when the file is empty, or others than its owner may read it.
    """
    path = folder(home) / "secret.key"
    if not path.exists():
        return secrets.token_urlsafe(48)
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others; run: chmod 600 {path}")
    key = path.read_text("ascii").strip()
    if len(key) < 40:
        raise ImproperlyConfigured(f"{path} is empty or damaged; restore it from the key backup")
    return key


class KeyMissing(OSError):  # noqa: N818 - what is the matter
    """The key that signs the record's heads is not where it belongs, or damaged."""


def audit_key(home: Path) -> bytes:
    """The 32 bytes of the Ed25519 key that signs the record's heads.

    Never made on the way: a lost key must be noticed, not replaced.

    :raises KeyMissing: when there is none, it is damaged, or others than its owner may read it.
    """
    path = folder(home) / "audit.key"
    try:
        wide = path.stat().st_mode & 0o077
        key = bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError:
        raise KeyMissing(
            f"{path} is missing; restore it from the key backup (a new deployment: duecare init)"
        ) from None
    except ValueError:
        raise KeyMissing(f"{path} is damaged; restore it from the key backup") from None
    if wide:
        raise KeyMissing(f"{path} can be read by others; run: chmod 600 {path}")
    if len(key) != AUDIT_KEY_BYTES:
        raise KeyMissing(f"{path} is damaged; restore it from the key backup")
    return key


def make(home: Path) -> None:
    """Make the keys that are missing; those that are there stay."""
    if not (folder(home) / "secret.key").exists():
        write(folder(home) / "secret.key", secrets.token_urlsafe(48))
    if not (folder(home) / "audit.key").exists():
        write(folder(home) / "audit.key", secrets.token_hex(AUDIT_KEY_BYTES))


def write(path: Path, text: str) -> None:
    """Write a key file so that it is there whole or not at all; another process's file is left alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
