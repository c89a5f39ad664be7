"""The database, from one address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def from_url(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``.

    :param url: empty for SQLite in ``home``, else ``postgresql://user:password@host:port/name?option=value``.
    :raises ImproperlyConfigured: when the address is of another kind.
    """
    if not url:
        return sqlite(home / "duecare.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"DUECARE_DATABASE_URL begins with {parts.scheme!r}; expected postgresql://… or nothing for SQLite"
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as a server's database: WAL, every commit on disk, writers queue instead of failing.

    The log is moved into the database after 32 MB instead of 4: the clock's batches are twice as fast.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=8000; "
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY"
            ),
        },
    }
